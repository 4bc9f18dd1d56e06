package io.culprit.diagnose.judge;

import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Many are woken for one event: one gets it, the others read in vain. */
final class Herd {
    /** Of the losers' calls: each failing read follows a wake-up that succeeded, and often a timer or a lock as well. */
    private static final double SHARE = 0.2;
    /** Of the reads on the contended descriptor: with N waiters, N-1 of N come too late. */
    static final double LOSERS = 0.6;
    /** Wake-ups for each failing read: where there are none, nobody woke the readers and it is a plain loop. */
    private static final double WAKE_UPS = 0.3;
    /** A herd costs by its wake-ups long before it fills a core. */
    private static final double FAILURES_PER_SECOND = 500;

    private static final Set<String> WAITS =
            Set.of("epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll", "select", "pselect6", "_newselect");

    private record Read(String call, int fd) {}

    private Herd() {}

    static Optional<Refusals> of(Evidence evidence, Trace trace) {
        Map<Read, Long> failures = new HashMap<>();
        for (SyscallCount row : trace.rows())
            if (row.failed() && row.errnoName().equals("EAGAIN"))
                Refusals.fd(row).ifPresent(fd -> failures.merge(new Read(row.name(), fd), row.count(), Long::sum));
        return failures.entrySet().stream()
                .max(Map.Entry.<Read, Long>comparingByValue()
                        .thenComparing(e -> e.getKey().call())
                        .thenComparingInt(e -> e.getKey().fd()))
                .flatMap(e -> herd(evidence, trace, e.getKey(), e.getValue()));
    }

    private static Optional<Refusals> herd(Evidence evidence, Trace trace, Read read, long failed) {
        Predicate<SyscallCount> same = r -> r.name().equals(read.call()) && r.fd().equals(Optional.of(read.fd()));
        Predicate<SyscallCount> lost = same.and(r -> r.errnoName().equals("EAGAIN"));
        long won = trace.sum(same.and(r -> !r.failed()));
        long woken = trace.sum(r -> WAITS.contains(r.name()) && !r.failed());
        List<ProcessId> losers = trace.rows().stream()
                .filter(lost)
                .sorted(Comparator.comparingLong(SyscallCount::count).reversed())
                .map(SyscallCount::process)
                .distinct()
                .toList();
        double share = (double) failed / Math.max(1, trace.sum(r -> losers.contains(r.process())));
        boolean herd = losers.size() > 1
                && !eachHasItsOwn(evidence, losers, read.fd())
                && failed >= LOSERS * ((double) failed + won)
                && woken >= WAKE_UPS * failed
                && share >= SHARE
                && trace.perSecond(failed) >= FAILURES_PER_SECOND;
        return herd
                ? Optional.of(new Refusals(read.call(), "EAGAIN", Map.of(read.fd(), failed), losers, failed, share))
                : Optional.empty();
    }

    /** Workers that read their own sockets have the same numbers for them, and nothing in common. */
    private static boolean eachHasItsOwn(Evidence evidence, List<ProcessId> losers, int fd) {
        List<Descriptor> known = losers.stream()
                .flatMap(p -> Trace.descriptor(evidence, p, fd).stream())
                .toList();
        return !known.isEmpty() && known.stream().allMatch(d -> d.holders().isEmpty());
    }
}
