package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Host;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {
    private static final String HOST_PIDS = "pid:[4026531836]";

    @TempDir
    Path root;

    private FakeTree tree;

    @BeforeEach
    void plant() {
        tree = new FakeTree(root);
    }

    private Host host() {
        HostProbe probe = new HostProbe(tree.toString());
        probe.begin();
        return probe.finish();
    }

    @Test
    void anEmptyTreeIsUnknownThroughoutAndNothingThrows() {
        Host h = host();
        assertThat(h.name()).isEqualTo("unknown");
        assertThat(h.uptimeSeconds()).isZero();
        assertThat(h.cpus()).isPositive();
        assertThat(h.cpuModel().whyNot()).isPresent();
        assertThat(h.clockSource().whyNot()).isPresent();
        assertThat(h.privileges().capabilities()).isEmpty();
    }

    @Test
    void absurdFilesAreUnknownAndNothingThrows() {
        tree.put("/proc/uptime", "soon\n")
                .put("/proc/cpuinfo", "\u001b[31m")
                .put("/sys/devices/system/cpu/online", "0-999999999\n")
                .put("/proc/self/status", "Uid:\n")
                .put("/etc/os-release", "PRETTY_NAME=\n");
        assertThat(host().distribution()).isEqualTo("unknown");
        assertThat(host().uptimeSeconds()).isZero();
    }

    @Test
    void throttlingIsWhatHappenedWithinTheWindow() {
        tree.put("/sys/devices/system/cpu/online", "0\n")
                .put("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "100\n");
        HostProbe probe = new HostProbe(tree.toString());
        probe.begin();
        tree.put("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "103\n");
        assertThat(probe.finish().thermalThrottles()).isEqualTo(Answer.known(3L));
    }

    @Test
    void aHostWithoutAnyMarkIsNoContainer() {
        tree.link("/proc/self/ns/pid", HOST_PIDS).put("/proc/self/cgroup", "0::/user.slice\n");
        assertThat(host().container()).isEqualTo(Answer.known("none"));
    }

    @Test
    void containersAreKnownByTheirMarks() {
        assertThat(ContainerMark.read(
                        new FakeTree(root.resolve("a")).put("/.dockerenv", "").toString()))
                .isEqualTo("docker");
        assertThat(ContainerMark.read(new FakeTree(root.resolve("b"))
                        .put("/run/.containerenv", "")
                        .toString()))
                .isEqualTo("podman");
        assertThat(ContainerMark.read(new FakeTree(root.resolve("c"))
                        .put("/run/systemd/container", "systemd-nspawn\n")
                        .put("/.dockerenv", "")
                        .toString()))
                .isEqualTo("systemd-nspawn");
        assertThat(ContainerMark.read(new FakeTree(root.resolve("d"))
                        .put("/proc/1/environ", "HOME=/\0container=lxc\0TERM=x\0")
                        .toString()))
                .isEqualTo("lxc");
        assertThat(ContainerMark.read(new FakeTree(root.resolve("e"))
                        .put("/proc/self/cgroup", "4:memory:/kubepods/burstable/pod1/abc\n")
                        .toString()))
                .isEqualTo("kubernetes");
        assertThat(ContainerMark.read(new FakeTree(root.resolve("f"))
                        .link("/proc/self/ns/pid", "pid:[4026532200]")
                        .toString()))
                .isEqualTo("container-other");
    }

    @Test
    void theLiveHostTellsWhatAnybodyMayKnow() {
        HostProbe probe = new HostProbe();
        probe.begin();
        Host h = probe.finish();
        assertThat(h.bootId()).hasSize(36).isEqualTo(HostProbe.bootId());
        assertThat(h.uptimeSeconds()).isPositive();
        assertThat(h.kernel()).isEqualTo(System.getProperty("os.version"));
        assertThat(h.clockTicksPerSecond()).isPositive();
    }
}
