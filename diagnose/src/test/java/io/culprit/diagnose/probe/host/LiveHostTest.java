package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Load.CpuShares;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The probes on the machine that runs the test, while this process burns a measured amount of CPU. */
class LiveHostTest {
    /** Far above the resolution of a tick, and short. */
    private static final long BURN_NANOS = 300_000_000L;

    private final int self = (int) ProcessHandle.current().pid();

    @Test
    void aBusyProcessIsListedWithWhatItUsedAndTheToolItselfIsNot() throws IOException {
        // The limit of CPU time ends it if nobody else does.
        Process child = new ProcessBuilder("sh", "-c", "ulimit -t 30; while :; do :; done").start();
        try {
            UsageProbe probe = new UsageProbe("boot");
            probe.begin();
            Duration before = cpu(child);
            long began = System.nanoTime();
            while (cpu(child).minus(before).toNanos() < BURN_NANOS) {
                Thread.onSpinWait();
            }
            Usage usage = probe.finish().asOptional().orElseThrow();
            double seconds = (System.nanoTime() - began) / 1e9;
            ProcessUsage busy = usage.processes().stream()
                    .filter(p -> p.id().pid() == child.pid())
                    .findFirst()
                    .orElseThrow();
            assertThat(busy.cpus() * seconds).isGreaterThan(0.8 * BURN_NANOS / 1e9);
            assertThat(busy.startedInWindow()).isFalse();
            assertThat(busy.endedInWindow()).isFalse();
            assertThat(busy.threads()).hasSize(1);
            assertThat(usage.processCount()).isGreaterThan(1);
            assertThat(usage.processes()).noneMatch(p -> p.id().pid() == self);
        } finally {
            child.destroyForcibly();
        }
    }

    private static Duration cpu(Process p) {
        return p.info().totalCpuDuration().orElseThrow();
    }

    @Test
    void sharesOfALoadedHostAddUpToOne() {
        LoadProbe probe = new LoadProbe();
        probe.begin();
        burn();
        probe.tick();
        Load load = probe.finish().asOptional().orElseThrow();
        List<CpuShares> all = new ArrayList<>(load.perCpu());
        all.add(load.total());
        for (CpuShares s : all) {
            assertThat(s.user() + s.nice() + s.system() + s.idle() + s.iowait() + s.irq() + s.softirq() + s.steal())
                    .isBetween(0.99, 1.01);
        }
        assertThat(load.total().user()).isPositive();
        assertThat(load.runnable()).isNotNegative();
    }

    @Test
    void aPidIsNamedEvenBeforeTheFirstReading() {
        UsageProbe probe = new UsageProbe("boot");
        assertThat(probe.byPid(self).orElseThrow().id().bootId()).isEqualTo("boot");
        assertThat(probe.byPid(0)).isEmpty();
        assertThat(probe.byPid(-1)).isEmpty();
    }

    private static void burn() {
        var bean = ManagementFactory.getThreadMXBean();
        long end = bean.getCurrentThreadCpuTime() + BURN_NANOS;
        while (bean.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }
}
