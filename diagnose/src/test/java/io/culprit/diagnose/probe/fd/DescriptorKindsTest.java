package io.culprit.diagnose.probe.fd;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.fd.FdLink;
import io.culprit.kernel.fd.FileStatus;
import io.culprit.model.evidence.DescriptorKind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorKindsTest {
    /** Links as Linux 6.18 prints them. */
    @ParameterizedTest
    @CsvSource({
        "socket:[24254], SOCKET",
        "pipe:[24253], PIPE",
        "anon_inode:[eventpoll], EPOLL",
        "anon_inode:[eventfd], EVENTFD",
        "anon_inode:[timerfd], TIMERFD",
        "anon_inode:[signalfd], SIGNALFD",
        "anon_inode:inotify, INOTIFY",
        "anon_inode:[fanotify], FANOTIFY",
        "anon_inode:[pidfd], PIDFD",
        "anon_inode:[perf_event], PERF_EVENT",
        "anon_inode:bpf-map, BPF",
        "anon_inode:bpf-prog, BPF",
        "anon_inode:btf, BPF",
        "anon_inode:[io_uring], IO_URING",
        "anon_inode:[userfaultfd], OTHER",
        "/memfd:my memfd (deleted), MEMFD",
        "net:[4026531833], OTHER"
    })
    void theLinkAloneTellsMostKinds(String link, DescriptorKind kind) {
        assertThat(DescriptorKinds.of(link(link), Optional.empty())).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd, 0100644, 1, FILE",
        "/tmp/kk, 0040755, 2, DIRECTORY",
        "/dev/null, 0020666, 1, DEVICE",
        "/dev/vda, 0060660, 1, DEVICE",
        "/tmp/kk/fifo, 0010644, 1, PIPE",
        "/run/x.sock, 0140755, 1, OTHER",
        "/tmp/x (deleted), 0100644, 0, DELETED_FILE",
        "/tmp/x (deleted), 0100644, 1, FILE"
    })
    void ofAPathTheFileTellsTheKind(String link, String octalMode, long links, DescriptorKind kind) {
        FileStatus status = new FileStatus(Integer.parseInt(octalMode, 8), 7, 1, links, 0);
        assertThat(DescriptorKinds.of(link(link), Optional.of(status))).isEqualTo(kind);
    }

    @Test
    void aFileThatMayNotBeLookedAtIsWhatItsNameSays() {
        assertThat(DescriptorKinds.of(link("/mnt/nfs/x"), Optional.empty())).isEqualTo(DescriptorKind.FILE);
        assertThat(DescriptorKinds.of(link("/mnt/nfs/x (deleted)"), Optional.empty()))
                .isEqualTo(DescriptorKind.DELETED_FILE);
    }

    private static FdLink link(String text) {
        return FdLink.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
