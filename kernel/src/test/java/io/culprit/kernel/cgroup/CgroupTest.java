package io.culprit.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.cgroup.Cgroup.Cpu;
import io.culprit.kernel.cgroup.Cgroup.Memory;
import io.culprit.kernel.cgroup.Cgroup.Pids;
import io.culprit.kernel.sys.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
    @TempDir
    Path dir;

    private void put(String file, String text) throws IOException {
        Files.writeString(dir.resolve(file), text);
    }

    private Cgroup group(boolean v2) {
        return new Cgroup("/x", dir.toString(), v2);
    }

    /** Linux 6.18, a spinning process in a group with a fifth of a CPU. */
    @Test
    void versionOneCountsThrottlingInNanoseconds() throws IOException {
        put("cpu.stat", "nr_periods 33\nnr_throttled 33\nthrottled_time 2530697272\nnr_bursts 0\nburst_time 0\n");
        put("cpu.cfs_quota_us", "20000\n");
        put("cpu.cfs_period_us", "100000\n");
        assertThat(group(false).cpu().asOptional()).contains(new Cpu(OptionalDouble.of(0.2), 33, 33, 2_530_697.272));
        put("cpu.cfs_quota_us", "-1\n");
        assertThat(group(false).cpu().asOptional().orElseThrow().quotaCpus()).isEmpty();
    }

    /** Form of Documentation/admin-guide/cgroup-v2.rst. */
    @Test
    void versionTwoCountsThrottlingInMicroseconds() throws IOException {
        put(
                "cpu.stat",
                "usage_usec 9\nuser_usec 5\nsystem_usec 4\nnr_periods 10\nnr_throttled 4\nthrottled_usec 123456\n");
        put("cpu.max", "250000 100000\n");
        assertThat(group(true).cpu().asOptional()).contains(new Cpu(OptionalDouble.of(2.5), 10, 4, 123_456));
    }

    @Test
    void aGroupWithoutTheControllerIsToldByEnoent() throws IOException {
        put("cpu.stat", "usage_usec 9\nuser_usec 5\nsystem_usec 4\n");
        assertThat(group(true).cpu().errno()).isEqualTo(Errno.ENOENT);
        assertThat(group(true).memory().errno()).isEqualTo(Errno.ENOENT);
        assertThat(group(true).pids().errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void absurdQuotasAreNone() {
        assertThat(Cgroup.quotaOfCpuMax("max 100000")).isEmpty();
        assertThat(Cgroup.quotaOfCpuMax("100000")).isEmpty();
        assertThat(Cgroup.quotaOfCpuMax("100000 0")).isEmpty();
        assertThat(Cgroup.quotaOfCpuMax("-5 x")).isEmpty();
        assertThat(Cgroup.quotaOfCpuMax("")).isEmpty();
    }

    @Test
    void versionTwoMemory() throws IOException {
        put("memory.current", "1000\n");
        put("memory.max", "max\n");
        put("memory.events", "low 0\nhigh 0\nmax 7\noom 2\noom_kill 1\noom_group_kill 0\n");
        assertThat(group(true).memory().asOptional())
                .contains(new Memory(1000, OptionalLong.empty(), OptionalLong.of(1), 7));
    }

    /** Linux 6.18: without a limit version 1 prints the largest multiple of a page. */
    @Test
    void versionOneMemory() throws IOException {
        put("memory.usage_in_bytes", "264728576\n");
        put("memory.limit_in_bytes", "9223372036854771712\n");
        put("memory.failcnt", "84\n");
        put("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        assertThat(group(false).memory().asOptional())
                .contains(new Memory(264_728_576, OptionalLong.empty(), OptionalLong.of(1), 84));
        put("memory.limit_in_bytes", "67108864\n");
        put("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n");
        assertThat(group(false).memory().asOptional())
                .contains(new Memory(264_728_576, OptionalLong.of(67_108_864), OptionalLong.empty(), 84));
    }

    @Test
    void pidsInBothVersions() throws IOException {
        put("pids.current", "3\n");
        put("pids.max", "max\n");
        assertThat(group(true).pids().asOptional()).contains(new Pids(3, OptionalLong.empty()));
        put("pids.max", "50\n");
        assertThat(group(false).pids().asOptional()).contains(new Pids(3, OptionalLong.of(50)));
    }

    @Test
    void nonsenseIsARefusalAndNoNumber() throws IOException {
        put("memory.current", "\u001b[31m");
        assertThat(group(true).memory().why()).contains("not a number");
    }
}
