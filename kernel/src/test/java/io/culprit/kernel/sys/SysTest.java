package io.culprit.kernel.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SysTest {
    @Test
    void asksTheKernelForOurParent() {
        assertThat(Sys.call(Arch.current().getppid(), 0))
                .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
    }

    @Test
    void anErrorComesBackAsMinusErrno() {
        assertThat(Sys.open("/no/such/file", Sys.O_RDONLY)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void readsAFileWhoseSizeStatDoesNotTell() {
        assertThat(KernelFile.text("/proc/self/stat").asOptional().orElseThrow())
                .startsWith(ProcessHandle.current().pid() + " (");
    }

    @Test
    void aRefusalSaysWhatAndWhy() {
        assertThat(KernelFile.text("/proc/0/stat").why()).isEqualTo("open /proc/0/stat: no such file (ENOENT)");
    }

    @Test
    void anErrnoWithoutANameStillHasWords() {
        assertThat(Errno.words(9999)).isEqualTo("errno 9999");
        assertThat(Errno.name(-3)).isEqualTo("errno -3");
    }
}
