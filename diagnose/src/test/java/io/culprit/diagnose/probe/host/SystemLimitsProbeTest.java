package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Answer;
import io.culprit.model.evidence.SystemLimits;
import io.culprit.model.evidence.SystemLimits.Fill;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemLimitsProbeTest {
    @TempDir
    Path root;

    private SystemLimits read(FakeTree tree) {
        return new SystemLimitsProbe(tree.toString()).read().asOptional().orElseThrow();
    }

    @Test
    void usesStandAgainstTheirLimits() {
        SystemLimits l = read(new FakeTree(root)
                .put("/proc/sys/fs/file-nr", "592\t0\t9223372036854775807\n")
                .put("/proc/sys/fs/file-max", "9223372036854775807\n")
                .put("/proc/sys/fs/nr_open", "1048576\n")
                .put("/proc/loadavg", "0.00 0.01 0.05 3/160 4711\n")
                .put("/proc/sys/kernel/threads-max", "192730\n")
                .put("/proc/sys/kernel/pid_max", "32768\n")
                .put("/proc/sys/fs/epoll/max_user_watches", "5491511\n")
                .link("/proc/self/ns/pid", "pid:[4026532200]")
                .link("/proc/self/ns/user", "user:[4026532201]"));
        assertThat(l.openFiles()).isEqualTo(Answer.known(new Fill(592, Long.MAX_VALUE)));
        assertThat(l.perProcessCeiling()).isEqualTo(Answer.known(1_048_576L));
        assertThat(l.threads()).isEqualTo(Answer.known(new Fill(160, 192_730)));
        assertThat(l.pids()).isEqualTo(Answer.known(new Fill(160, 32_768)));
        assertThat(l.epollWatches()).isEqualTo(Answer.known(5_491_511L));
        assertThat(l.inotifyInstances().isKnown()).isFalse();
        assertThat(l.notes()).hasSize(3).anyMatch(n -> n.contains("no limit in effect"));
    }

    @Test
    void whatIsMissingOrAbsurdIsUnknownWithItsPath() {
        SystemLimits l = read(new FakeTree(root)
                .put("/proc/sys/fs/file-nr", "many\n")
                .put("/proc/sys/fs/file-max", "1\n")
                .put("/proc/loadavg", "\u001b[31m\n"));
        assertThat(l.openFiles().whyNot()).contains("read /proc/sys/fs/file-nr: not in the form of proc(5): many");
        assertThat(l.threads().whyNot()).hasValueSatisfying(w -> assertThat(w).contains("/proc/loadavg"));
        assertThat(l.perProcessCeiling().whyNot())
                .hasValueSatisfying(w -> assertThat(w).endsWith("nr_open: no such file (ENOENT)"));
        assertThat(l.notes()).isEmpty();
    }

    @Test
    void theLiveHostAnswersWhatAnybodyMayKnow() {
        SystemLimits l = new SystemLimitsProbe().read().asOptional().orElseThrow();
        assertThat(l.openFiles().orElse(new Fill(0, 0)).share()).isBetween(0.0, 1.0);
        assertThat(l.threads().orElse(new Fill(0, 0)).used()).isPositive();
        assertThat(l.inotifyInstances().isKnown()
                        || l.inotifyInstances().whyNot().orElseThrow().contains("count inotify"))
                .isTrue();
    }
}
