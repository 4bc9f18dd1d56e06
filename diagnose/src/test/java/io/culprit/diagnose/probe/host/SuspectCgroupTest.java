package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Suspect.CgroupCpu;
import io.culprit.model.evidence.Suspect.CgroupMemory;
import io.culprit.model.evidence.Suspect.CgroupPids;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuspectCgroupTest {
    private static final String TOP = "/sys/fs/cgroup";

    @TempDir
    Path root;

    private FakeTree tree;
    private SuspectCgroup probe;

    @BeforeEach
    void plant() {
        tree = new FakeTree(root)
                .put("/proc/self/mountinfo", "29 22 0:26 / " + TOP + " rw - cgroup2 cgroup2 rw\n")
                .put("/proc/self/cgroup", "0::/\n")
                .put("/proc/42/cgroup", "0::/a.slice/b.service\n");
        probe = new SuspectCgroup(42, tree.toString());
    }

    private void cpu(String group, String max, long periods, long throttled, long micros) {
        tree.put(TOP + group + "/cpu.max", max + "\n")
                .put(
                        TOP + group + "/cpu.stat",
                        "usage_usec 1\nnr_periods " + periods + "\nnr_throttled " + throttled + "\nthrottled_usec "
                                + micros + "\n");
    }

    private void memory(String group, long current, String max, long kills) {
        tree.put(TOP + group + "/memory.current", current + "\n")
                .put(TOP + group + "/memory.max", max + "\n")
                .put(TOP + group + "/memory.events", "low 0\nhigh 0\nmax 3\noom 0\noom_kill " + kills + "\n");
    }

    @Test
    void theParentThatThrottlesIsReported() {
        cpu("/a.slice/b.service", "400000 100000", 10, 0, 0);
        cpu("/a.slice", "50000 100000", 100, 40, 1_000_000);
        probe.begin();
        cpu("/a.slice/b.service", "400000 100000", 90, 0, 0);
        cpu("/a.slice", "50000 100000", 180, 110, 5_500_000);
        assertThat(probe.finishCpu())
                .isEqualTo(Answer.known(new CgroupCpu("/a.slice", Answer.known(0.5), 80, 70, 4.5)));
    }

    @Test
    void whereNobodyThrottlesTheNearestQuotaIsReported() {
        cpu("/a.slice/b.service", "max 100000", 0, 0, 0);
        cpu("/a.slice", "50000 100000", 100, 40, 1_000_000);
        probe.begin();
        assertThat(probe.finishCpu()).isEqualTo(Answer.known(new CgroupCpu("/a.slice", Answer.known(0.5), 0, 0, 0)));
    }

    @Test
    void withoutAnyQuotaTheOwnGroupSaysSo() {
        cpu("/a.slice/b.service", "max 100000", 0, 0, 0);
        probe.begin();
        assertThat(probe.finishCpu())
                .isEqualTo(Answer.known(new CgroupCpu("/a.slice/b.service", Answer.unavailable("no quota"), 0, 0, 0)));
    }

    @Test
    void countersOfAGroupThatWasMadeAnewAreNotNegative() {
        cpu("/a.slice/b.service", "50000 100000", 100, 100, 100);
        probe.begin();
        cpu("/a.slice/b.service", "50000 100000", 1, 1, 1);
        assertThat(probe.finishCpu().asOptional().orElseThrow().throttled()).isZero();
    }

    @Test
    void theLimitWithTheLeastRoomBinds() {
        memory("/a.slice/b.service", 100, "1000", 0);
        memory("/a.slice", 950, "1000", 2);
        probe.begin();
        memory("/a.slice", 960, "1000", 3);
        assertThat(probe.finishMemory())
                .isEqualTo(Answer.known(new CgroupMemory("/a.slice", 960, Answer.known(1000L), 1, 3, 3)));
    }

    @Test
    void withoutAMemoryLimitTheOwnUseIsTold() {
        memory("/a.slice/b.service", 100, "max", 0);
        memory("/a.slice", 950, "max", 0);
        probe.begin();
        assertThat(probe.finishMemory())
                .isEqualTo(Answer.known(
                        new CgroupMemory("/a.slice/b.service", 100, Answer.unavailable("no limit"), 0, 0, 3)));
    }

    @Test
    void pidsOfTheNearestLimit() {
        tree.put(TOP + "/a.slice/b.service/pids.current", "7\n")
                .put(TOP + "/a.slice/b.service/pids.max", "max\n")
                .put(TOP + "/a.slice/pids.current", "9\n")
                .put(TOP + "/a.slice/pids.max", "10\n");
        probe.begin();
        assertThat(probe.finishPids()).isEqualTo(Answer.known(new CgroupPids("/a.slice", 9, Answer.known(10L))));
    }

    /** Linux 6.18 in hybrid mode: version 1 for cpu, whose mount is not where version 2 would be. */
    @Test
    void versionOneIsReadWhereItIsMounted() {
        tree.put("/proc/self/mountinfo", "32 31 0:29 / /cg/cpu\\040x rw,relatime - cgroup cgroup rw,cpu,cpuacct\n")
                .put("/proc/42/cgroup", "1:cpu,cpuacct:/cprobe\n0::/\n")
                .put("/cg/cpu x/cprobe/cpu.cfs_quota_us", "20000\n")
                .put("/cg/cpu x/cprobe/cpu.cfs_period_us", "100000\n")
                .put("/cg/cpu x/cprobe/cpu.stat", "nr_periods 5\nnr_throttled 5\nthrottled_time 371460954\n");
        probe.begin();
        tree.put("/cg/cpu x/cprobe/cpu.stat", "nr_periods 33\nnr_throttled 33\nthrottled_time 2530697272\n");
        CgroupCpu cpu = probe.finishCpu().asOptional().orElseThrow();
        assertThat(cpu.path()).isEqualTo("/cprobe");
        assertThat(cpu.quotaCpus()).isEqualTo(Answer.known(0.2));
        assertThat(cpu.throttled()).isEqualTo(28);
        assertThat(cpu.throttledSeconds()).isBetween(2.159, 2.160);
    }

    @Test
    void aProcessThatMovedIsNotMeasured() {
        cpu("/a.slice/b.service", "50000 100000", 1, 1, 1);
        probe.begin();
        tree.put("/proc/42/cgroup", "0::/c.slice\n");
        assertThat(probe.finishCpu().whyNot())
                .contains(
                        "the process moved from cgroup /a.slice/b.service to /c.slice within the window: measure again");
    }

    @Test
    void inTheRootGroupThereIsNoLimit() {
        tree.put("/proc/42/cgroup", "0::/\n");
        probe.begin();
        assertThat(probe.finishMemory().whyNot())
                .contains("memory cgroup: the process is in the root group, which has no limit");
    }

    @Test
    void aGroupThatWasRemovedIsNotOneWithoutLimit() {
        probe.begin();
        assertThat(probe.finishMemory().whyNot())
                .hasValueSatisfying(
                        w -> assertThat(w).endsWith("b.service is not there: removed, or hidden by another mount"));
    }

    @Test
    void anAbsentControllerAndAnAbsentProcessSayWhy() {
        tree.put(TOP + "/a.slice/b.service/cgroup.procs", "42\n");
        probe.begin();
        assertThat(probe.finishCpu().whyNot())
                .contains("cpu cgroup: no limit: the controller is not on in /a.slice/b.service nor above");
        SuspectCgroup nobody = new SuspectCgroup(43, tree.toString());
        nobody.begin();
        assertThat(nobody.finishPids().whyNot())
                .hasValueSatisfying(w -> assertThat(w).endsWith("no such file (ENOENT)"));
        assertThat(new SuspectCgroup(42, tree.toString()).finishCpu().whyNot())
                .hasValueSatisfying(w -> assertThat(w).contains("not begun"));
    }

    @Test
    void theLiveProcessHasAnAnswerOrAReason() {
        SuspectCgroup own = new SuspectCgroup((int) ProcessHandle.current().pid());
        own.begin();
        assertThat(own.finishCpu().map(CgroupCpu::path).orElse("/")).startsWith("/");
        assertThat(own.finishMemory().map(CgroupMemory::usageBytes).orElse(1L)).isPositive();
    }
}
