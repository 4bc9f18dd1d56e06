package io.culprit.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.CgroupPaths;
import io.culprit.kernel.procfs.MountInfo;
import io.culprit.kernel.sys.Read;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupMountsTest {
    private static CgroupMounts mounts(String mountinfo) {
        return new CgroupMounts("", MountInfo.parse(mountinfo));
    }

    private static Read<List<Cgroup>> groups(String mountinfo, String cgroup, String controller) {
        return mounts(mountinfo).groups(CgroupPaths.parse(cgroup), controller);
    }

    private static final String V2 = "29 22 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate";

    @Test
    void versionTwoFromTheProcessUpToTheTop() {
        var groups = groups(V2, "0::/a.slice/b.service", "cpu").asOptional().orElseThrow();
        assertThat(groups)
                .containsExactly(
                        new Cgroup("/a.slice/b.service", "/sys/fs/cgroup/a.slice/b.service", true),
                        new Cgroup("/a.slice", "/sys/fs/cgroup/a.slice", true),
                        new Cgroup("/", "/sys/fs/cgroup", true));
    }

    /** Linux 6.18 in hybrid mode: controllers in version 1, an empty version 2 beside them. */
    @Test
    void inHybridModeTheControllerDecides() {
        String mountinfo = """
                32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
                41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
                """;
        String cgroup = "1:cpu:/cprobe/child\n0::/session\n";
        assertThat(groups(mountinfo, cgroup, "cpu").asOptional().orElseThrow())
                .extracting(Cgroup::directory)
                .containsExactly("/sys/fs/cgroup/cpu/cprobe/child", "/sys/fs/cgroup/cpu/cprobe", "/sys/fs/cgroup/cpu");
        assertThat(groups(mountinfo, cgroup, "memory")
                        .asOptional()
                        .orElseThrow()
                        .getFirst())
                .isEqualTo(new Cgroup("/session", "/sys/fs/cgroup/unified/session", true));
    }

    /** Docker on version 1 without a cgroup namespace: the container's own group is what is mounted. */
    @Test
    void aContainerSeesItsPartOfTheTree() {
        String mountinfo = "1 0 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct";
        assertThat(groups(mountinfo, "4:cpu,cpuacct:/docker/abc/sub", "cpu")
                        .asOptional()
                        .orElseThrow())
                .containsExactly(
                        new Cgroup("/docker/abc/sub", "/sys/fs/cgroup/cpu,cpuacct/sub", false),
                        new Cgroup("/docker/abc", "/sys/fs/cgroup/cpu,cpuacct", false));
        assertThat(groups(mountinfo, "4:cpu,cpuacct:/docker/abcdef", "cpu").why())
                .contains("outside of what is mounted");
    }

    @Test
    void behindACgroupNamespaceOthersAreOutside() {
        assertThat(groups(V2, "0::/../../other.service", "memory").why())
                .isEqualTo(
                        "find the memory cgroup: the process is in /../../other.service, which lies outside of what is"
                                + " mounted at /sys/fs/cgroup: run this on the host and not in a container");
    }

    @Test
    void aMountFromOutsideOfTheNamespaceStillReachesOthers() {
        String mountinfo = "29 22 0:26 /../.. /host/cgroup rw - cgroup2 cgroup2 rw";
        assertThat(groups(mountinfo, "0::/../../other", "cpu")
                        .asOptional()
                        .orElseThrow()
                        .getFirst()
                        .directory())
                .isEqualTo("/host/cgroup/other");
    }

    @Test
    void theMountMayBeAnywhereAndHaveBlanks() {
        assertThat(groups("1 0 0:2 / /my\\040cg rw - cgroup2 none rw", "0::/x", "pids")
                        .asOptional()
                        .orElseThrow())
                .first()
                .matches(g -> g.directory().equals("/my cg/x"));
    }

    @Test
    void withoutAMountTheReasonSaysSo() {
        assertThat(groups("", "0::/x", "cpu").why()).contains("no cgroup version 2 and no version 1");
        assertThat(groups(V2, "1:cpu:/x", "cpu").why()).contains("version 1 hierarchy is not mounted");
        assertThat(groups(V2, "", "cpu").why()).contains("the kernel names no cgroup");
    }

    @Test
    void findsTheGroupsOfTheLiveProcess() {
        CgroupMounts live = CgroupMounts.read("").asOptional().orElseThrow();
        Read<CgroupPaths> own = live.pathsOf((int) ProcessHandle.current().pid());
        assertThat(own.asOptional()).isPresent();
        assertThat(live.pathsOf(0).why()).contains("ENOENT");
    }
}
