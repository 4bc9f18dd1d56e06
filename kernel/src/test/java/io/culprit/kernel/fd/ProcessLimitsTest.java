package io.culprit.kernel.fd;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.fd.ProcessLimits.Limit;
import org.junit.jupiter.api.Test;

class ProcessLimitsTest {
    /** Linux 6.18, a shell. */
    private static final String CAPTURED = """
            Limit                     Soft Limit           Hard Limit           Units
            Max cpu time              unlimited            unlimited            seconds
            Max stack size            8388608              unlimited            bytes
            Max processes             96365                96365                processes
            Max open files            1024                 524288               files
            Max nice priority         0                    0
            Max realtime timeout      unlimited            unlimited            us
            """;

    @Test
    void limitsAreKnownByTheirNames() {
        ProcessLimits limits = ProcessLimits.parse(CAPTURED);
        assertThat(limits.byName())
                .hasSize(6)
                .containsEntry("Max open files", new Limit(1024, 524288))
                .containsEntry("Max nice priority", new Limit(0, 0))
                .containsEntry("Max stack size", new Limit(8388608, Long.MAX_VALUE));
    }

    @Test
    void theShortWayFindsTheSame() {
        assertThat(ProcessLimits.openFiles(CAPTURED)).contains(new Limit(1024, 524288));
        assertThat(ProcessLimits.openFiles("Max open files            unlimited            unlimited            files"))
                .contains(new Limit(Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void whatIsCutOrAbsurdIsAbsent() {
        assertThat(ProcessLimits.openFiles("")).isEmpty();
        assertThat(ProcessLimits.openFiles("Max open files")).isEmpty();
        assertThat(ProcessLimits.openFiles("Max open files            1024")).isEmpty();
        assertThat(ProcessLimits.openFiles("Max open files            x\u001b[0m  99999999999999999999 files"))
                .isEmpty();
        assertThat(ProcessLimits.parse("\n\nMax open files\n  \n").byName()).isEmpty();
    }

    @Test
    void readsTheLiveProcess() {
        int pid = (int) ProcessHandle.current().pid();
        Limit limit = ProcessLimits.openFiles(pid).asOptional().orElseThrow();
        assertThat(limit.soft()).isPositive().isLessThanOrEqualTo(limit.hard());
        assertThat(ProcessLimits.of(pid).asOptional().orElseThrow().byName()).containsEntry("Max open files", limit);
    }

    @Test
    void aProcessThatIsGoneIsARefusal() {
        assertThat(ProcessLimits.openFiles(0).why()).isEqualTo("open /proc/0/limits: no such file (ENOENT)");
    }
}
