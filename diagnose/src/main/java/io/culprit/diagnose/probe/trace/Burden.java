package io.culprit.diagnose.probe.trace;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.Cost;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tracing does to the target that suffers most, from the measured cost of a call, the calls counted and the CPU time used.
 *
 * @param nanosPerCall of a target; unavailable when the method cannot be measured on ourselves
 */
record Burden(Method method, Answer<Double> nanosPerCall, double bystanderNanosPerCall, double limit) {

    /** What was seen by a moment. */
    record Seen(
            List<SyscallCount> counts, long attachedNanos, long elapsedNanos, Living living, List<ProcessId> targets) {}

    /** Share of the worst target's CPU time that goes into tracing while attached, 0 to 1. */
    double attached(Seen seen) {
        Map<ProcessId, Long> calls = calls(seen);
        return switch (method) {
            case SAMPLED -> 0;
            // Stopped at each call, a target gets nowhere: as if it stood still.
            case PTRACE -> 1;
            case EBPF, PERF ->
                seen.targets().stream()
                        .mapToDouble(t -> share(
                                calls.getOrDefault(t, 0L) / (double) seen.attachedNanos(),
                                seen.living().cpuNanos(t) / (double) Math.max(1, seen.elapsedNanos())))
                        .max()
                        .orElse(0);
        };
    }

    /** @param cpus that the target uses */
    double share(double callsPerNano, double cpus) {
        if (!(nanosPerCall instanceof Answer.Known<Double>(Double nanos))) {
            return 1;
        }
        double added = callsPerNano * nanos;
        return added <= 0 ? 0 : Math.min(1, added / Math.max(cpus, added));
    }

    /** Nanoseconds that may be spent attached in all, when the whole window is not to suffer more than the limit. */
    long allowance(double attached, long windowNanos) {
        return attached <= limit ? windowNanos : (long) (limit * windowNanos / attached);
    }

    /** @param windowNanos the whole window, also while it lasts: a share of what has passed would say too much */
    Answer<Cost> cost(Seen seen, long windowNanos, boolean stoppedAtLimit) {
        double attached = attached(seen);
        double whole = Math.min(1, attached * seen.attachedNanos() / Math.max(windowNanos, seen.elapsedNanos()));
        return switch (method) {
            case SAMPLED -> Answer.known(new Cost(0, 0, 0, 0, limit, stoppedAtLimit));
            case PTRACE -> Answer.known(new Cost(stopped(seen), 0, whole, attached, limit, stoppedAtLimit));
            case EBPF, PERF ->
                nanosPerCall.map(n -> new Cost(n, bystanderNanosPerCall, whole, attached, limit, stoppedAtLimit));
        };
    }

    /** A call of the busiest target took so long that, one thread assumed, nothing else was done while attached. */
    private static double stopped(Seen seen) {
        long most =
                calls(seen).values().stream().mapToLong(Long::longValue).max().orElse(0);
        return most == 0 ? 0 : (double) seen.attachedNanos() / most;
    }

    private static Map<ProcessId, Long> calls(Seen seen) {
        Map<ProcessId, Long> calls = new HashMap<>();
        seen.counts().forEach(c -> calls.merge(c.process(), c.count(), Long::sum));
        return calls;
    }
}
