package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountInfoTest {
    @Test
    void optionalFieldsMayBeManyOrNone() {
        // proc_pid_mountinfo(5), and Linux 6.18 in hybrid mode.
        List<MountInfo> all = MountInfo.parse("""
                36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue
                32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
                """);
        assertThat(all)
                .containsExactly(
                        new MountInfo("/mnt1", "/mnt2", "ext3", List.of("rw", "errors=continue")),
                        new MountInfo("/", "/sys/fs/cgroup/cpu,cpuacct", "cgroup", List.of("rw", "cpu", "cpuacct")));
    }

    @Test
    void blanksInPathsComeBack() {
        assertThat(MountInfo.parse("1 2 0:1 / /a\\040b\\134c rw - tmpfs none rw")
                        .getFirst()
                        .point())
                .isEqualTo("/a b\\c");
    }

    @Test
    void nonsenseIsPassedOver() {
        assertThat(MountInfo.parse("\n1 2 3 - x\n - cgroup2 a b\nno dash at all\n1 2 0:1 / /\\9 rw - t n rw"))
                .singleElement()
                .matches(m -> m.point().equals("/\\9"));
    }
}
