package io.culprit.diagnose.plan;

import io.culprit.model.evidence.SyscallTrace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the user asked for.
 *
 * @param pids processes to look at; empty when Culprit picks by itself
 * @param name comm or program whose processes to look at
 * @param window length of the investigation
 * @param slowdownLimit share of a target's time that tracing may cost, 0 to 1
 * @param off tracing methods that must not be used
 */
public record Request(
        List<Integer> pids,
        Optional<String> name,
        Duration window,
        boolean allowPtrace,
        boolean smaps,
        double slowdownLimit,
        Set<SyscallTrace.Method> off) {

    public static final double DEFAULT_SLOWDOWN_LIMIT = 0.10;
    public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(10);

    public Request {
        pids = List.copyOf(pids);
        off = Set.copyOf(off);
    }

    boolean asks() {
        return !pids.isEmpty() || name.isPresent();
    }
}
