package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.kernel.cgroup.Cgroup;
import io.culprit.kernel.cgroup.CgroupMounts;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Suspect.CgroupCpu;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A real group with a fifth of a CPU, and in a group below it a real process that wants all; needs root and a cpu controller. */
class CgroupThrottlingLiveTest {
    private static final int PATIENCE = 200;

    @Test
    void aProcessBelowTheGroupThatThrottlesIsSeenToBeThrottled() throws IOException, InterruptedException {
        int own = (int) ProcessHandle.current().pid();
        Optional<Cgroup> top = CgroupMounts.read("")
                .flatMap(m -> m.pathsOf(own).flatMap(paths -> m.groups(paths, "cpu")))
                .asOptional()
                .map(List::getLast);
        assumeTrue(top.isPresent() && Files.isWritable(Path.of(top.get().directory())), "cgroups may not be written");
        Path parent = Path.of(top.get().directory(), "culprit-test-" + own);
        Path child = parent.resolve("child");
        try {
            Files.createDirectories(child);
            String quota = top.get().v2() ? "cpu.max" : "cpu.cfs_quota_us";
            assumeTrue(Files.exists(parent.resolve(quota)), "the cpu controller is not on");
            Files.writeString(parent.resolve(quota), top.get().v2() ? "20000 100000" : "20000");
            measure(child);
        } finally {
            remove(child);
            remove(parent);
        }
    }

    private static void measure(Path child) throws IOException, InterruptedException {
        Path members = child.resolve("cgroup.procs");
        Process spin = new ProcessBuilder("sh", "-c", "echo $$ > '" + members + "'; while :; do :; done").start();
        try {
            // The shell joins the group after it has started.
            for (int i = 0; i < PATIENCE && Files.readString(members).isBlank(); i++) {
                Thread.sleep(10);
            }
            SuspectCgroup probe = new SuspectCgroup((int) spin.pid());
            probe.begin();
            Answer<CgroupCpu> cpu = probe.finishCpu();
            for (int i = 0; i < PATIENCE && cpu.map(CgroupCpu::throttled).orElse(0L) < 3; i++) {
                Thread.sleep(50);
                cpu = probe.finishCpu();
            }
            CgroupCpu seen = cpu.asOptional().orElseThrow();
            assertThat(seen.path()).doesNotEndWith("/child").contains("culprit-test-");
            assertThat(seen.quotaCpus()).isEqualTo(Answer.known(0.2));
            assertThat(seen.throttled()).isGreaterThanOrEqualTo(3).isLessThanOrEqualTo(seen.periods());
            assertThat(seen.throttledSeconds()).isPositive();
        } finally {
            spin.destroyForcibly().waitFor();
        }
    }

    /** A group whose last process has just ended is busy for a moment. */
    private static void remove(Path group) throws InterruptedException, IOException {
        for (int i = 0; i < PATIENCE && Files.exists(group); i++) {
            try {
                Files.delete(group);
            } catch (DirectoryNotEmptyException e) {
                throw e;
            } catch (FileSystemException e) {
                Thread.sleep(10);
            }
        }
    }
}
