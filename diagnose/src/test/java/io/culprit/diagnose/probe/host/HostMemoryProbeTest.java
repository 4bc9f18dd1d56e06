package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.KeyValues;
import io.culprit.model.Answer;
import io.culprit.model.evidence.HostMemory;
import org.junit.jupiter.api.Test;

class HostMemoryProbeTest {
    /** Linux 6.18, shortened; swap invented. */
    private static final KeyValues MEMINFO = KeyValues.parse("""
            MemTotal:       24684092 kB
            MemFree:        24514896 kB
            MemAvailable:   24427012 kB
            SwapTotal:          1000 kB
            SwapFree:            400 kB
            SUnreclaim:        21628 kB
            HugePages_Total:       0
            """);

    private static HostMemory of(String first, String last) {
        return HostMemoryProbe.of(MEMINFO, KeyValues.parse(first), KeyValues.parse(last), 2)
                .asOptional()
                .orElseThrow();
    }

    @Test
    void sizesAreBytesAndCountersRates() {
        HostMemory m = of(
                "pswpin 10\npswpout 5\npgscan_direct 100\npgscan_direct_throttle 7\npgmajfault 1\noom_kill 4\n",
                "pswpin 30\npswpout 6\npgscan_direct 300\npgscan_direct_throttle 9\npgmajfault 3\noom_kill 5\n");
        assertThat(m)
                .isEqualTo(new HostMemory(
                        24_684_092L << 10,
                        24_427_012L << 10,
                        1000L << 10,
                        400L << 10,
                        21_628L << 10,
                        10,
                        0.5,
                        100,
                        1,
                        Answer.known(1L),
                        Answer.known(5L)));
    }

    @Test
    void anOldKernelScansByZoneAndCountsNoKills() {
        HostMemory m = of(
                "pgscan_direct_dma 1\npgscan_direct_normal 10\npgscan_direct_throttle 1000\n",
                "pgscan_direct_dma 3\npgscan_direct_normal 20\npgscan_direct_throttle 9000\n");
        assertThat(m.directReclaimPerSecond()).isEqualTo(6);
        assertThat(m.oomKills().whyNot()).hasValueSatisfying(w -> assertThat(w).contains("4.13"));
        assertThat(m.oomKillsEver().isKnown()).isFalse();
    }

    @Test
    void countersThatGoBackwardsAreNoRate() {
        HostMemory m = of("pswpin 10\noom_kill 9\n", "pswpin 3\noom_kill 2\n");
        assertThat(m.swapInPerSecond()).isZero();
        assertThat(m.oomKills()).isEqualTo(Answer.known(0L));
    }

    @Test
    void withoutMemAvailableThereIsNoAnswer() {
        assertThat(HostMemoryProbe.of(KeyValues.parse("MemTotal: 1 kB"), MEMINFO, MEMINFO, 1)
                        .whyNot())
                .contains("read /proc/meminfo: it has no MemAvailable (Linux 3.14 and later have both)");
    }

    @Test
    void refusalsAreTold() {
        assertThat(new HostMemoryProbe().finish().whyNot()).contains("read /proc/vmstat: not begun");
        HostMemoryProbe elsewhere = new HostMemoryProbe("/nowhere");
        elsewhere.begin();
        assertThat(elsewhere.finish().whyNot()).contains("open /nowhere/proc/vmstat: no such file (ENOENT)");
    }

    @Test
    void theLiveHostHasMemory() {
        HostMemoryProbe probe = new HostMemoryProbe();
        probe.begin();
        HostMemory m = probe.finish().asOptional().orElseThrow();
        assertThat(m.available()).isPositive().isLessThanOrEqualTo(m.total());
    }
}
