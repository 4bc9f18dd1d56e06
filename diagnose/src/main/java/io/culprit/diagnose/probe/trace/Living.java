package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Read;
import io.culprit.model.ProcessId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which targets still are who they were: a pid may be given to another process at any moment. */
final class Living implements AutoCloseable {
    /** {@code USER_HZ}: 100 on all architectures that Java runs on. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private final Processes processes = new Processes();
    private final Map<ProcessId, Long> firstTicks = new HashMap<>();
    private final Map<ProcessId, Long> lastTicks = new HashMap<>();

    boolean is(ProcessId target) {
        if (!(processes.stat(target.pid()) instanceof Read.Ok<PidStat>(PidStat stat))
                || stat.startTicks() != target.startTicks()
                || stat.state() == 'Z'
                || stat.state() == 'X') {
            return false;
        }
        firstTicks.putIfAbsent(target, stat.ticks());
        lastTicks.put(target, stat.ticks());
        return true;
    }

    /** Whether somebody else has its pid now. */
    boolean reused(ProcessId target) {
        return processes
                .stat(target.pid())
                .asOptional()
                .filter(s -> s.startTicks() != target.startTicks())
                .isPresent();
    }

    List<ProcessId> of(List<ProcessId> targets) {
        return targets.stream().filter(this::is).toList();
    }

    /** CPU time between the first and the latest look; half a tick when it was less than one. */
    long cpuNanos(ProcessId target) {
        long ticks = lastTicks.getOrDefault(target, 0L) - firstTicks.getOrDefault(target, 0L);
        return Math.max(NANOS_PER_TICK / 2, ticks * NANOS_PER_TICK);
    }

    @Override
    public void close() {
        processes.close();
    }
}
