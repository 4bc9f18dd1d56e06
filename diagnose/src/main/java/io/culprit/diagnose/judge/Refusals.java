package io.culprit.diagnose.judge;

import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Calls of one kind that fail alike, of those processes alone that do little else: of two scripts of one interpreter, one
 * may spin and the other work.
 *
 * @param fds the descriptors that were refused, and how often; empty when the call takes none
 * @param processes most refusals first
 * @param share of the calls of these processes
 */
record Refusals(
        String call, String errno, Map<Integer, Long> fds, List<ProcessId> processes, long count, double share) {

    /** An epoll server that drains each socket ends every batch with one EAGAIN: half of its calls at the very worst. */
    static final double LOOP_SHARE = 0.8;
    /** Builds and search paths look for files that are not there; only who does nothing else waits for one. */
    static final double LOOKUP_SHARE = 0.95;
    /** One thread may spin while others of the process work: then one descriptor refuses nearly always, and very fast. */
    static final double STUBBORN_SHARE = 0.95;

    static final double STUBBORN_PER_SECOND = 20_000;
    private static final double STUBBORN_SHARE_OF_ALL = 0.3;
    /** What most refusals must fall on to be the one to name. */
    private static final double MAIN_DESCRIPTOR = 0.8;
    /** Interrupted, begun or timed out is not refused; futex belongs to the lock's judge. */
    private static final Set<String> HARMLESS = Set.of(
            "EINTR",
            "EINPROGRESS",
            "ETIME",
            "ETIMEDOUT",
            "ERESTARTSYS",
            "ERESTARTNOHAND",
            "ERESTARTNOINTR",
            "ERESTART_RESTARTBLOCK");

    private static final Set<String> NOT_THERE = Set.of("ENOENT", "ENOTDIR", "ENODATA", "EOPNOTSUPP", "EEXIST");
    /** {@code AT_FDCWD}: the working directory, no descriptor. */
    private static final int WORKING_DIRECTORY = -100;

    private record Kind(String call, String errno) {}

    /** What this process is refused, and how often on which descriptor. */
    private record Refused(ProcessId process, Kind kind, long count, double share, Map<Integer, Long> fds) {}

    static boolean counts(SyscallCount row) {
        return row.failed()
                && !HARMLESS.contains(row.errnoName())
                && !row.name().startsWith("futex");
    }

    static Optional<Integer> fd(SyscallCount row) {
        return row.fd().filter(fd -> fd != WORKING_DIRECTORY);
    }

    /** The kind of refusal that most calls of processes which loop on it end with. */
    static Optional<Refusals> worst(Trace trace) {
        Map<Kind, List<Refused>> loops = new HashMap<>();
        Map<ProcessId, List<SyscallCount>> byProcess = new HashMap<>();
        for (SyscallCount row : trace.rows())
            byProcess.computeIfAbsent(row.process(), p -> new ArrayList<>()).add(row);
        byProcess.forEach((process, rows) -> refused(process, rows)
                .filter(r -> loops(trace, r, rows))
                .ifPresent(r ->
                        loops.computeIfAbsent(r.kind(), k -> new ArrayList<>()).add(r)));
        return loops.entrySet().stream()
                .map(e -> of(e.getKey(), e.getValue()))
                .max(Comparator.comparingLong(Refusals::count)
                        .thenComparing(Refusals::call)
                        .thenComparing(Refusals::errno));
    }

    private static Optional<Refused> refused(ProcessId process, List<SyscallCount> rows) {
        double all = rows.stream().mapToDouble(SyscallCount::count).sum();
        Map<Kind, Map<Integer, Long>> fds = new HashMap<>();
        Map<Kind, Long> counts = new HashMap<>();
        for (SyscallCount row : rows) {
            if (!counts(row)) continue;
            Kind kind = new Kind(row.name(), row.errnoName());
            counts.merge(kind, row.count(), Refusals::plus);
            fd(row).ifPresent(fd ->
                    fds.computeIfAbsent(kind, k -> new TreeMap<>()).merge(fd, row.count(), Refusals::plus));
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<Kind, Long>comparingByValue()
                        .thenComparing(e -> e.getKey().call())
                        .thenComparing(e -> e.getKey().errno()))
                .map(e -> new Refused(
                        process, e.getKey(), e.getValue(), e.getValue() / all, fds.getOrDefault(e.getKey(), Map.of())));
    }

    private static boolean loops(Trace trace, Refused r, List<SyscallCount> rows) {
        boolean lookup = isLookup(r.kind().call(), r.kind().errno(), r.fds());
        return r.share() >= (lookup ? LOOKUP_SHARE : LOOP_SHARE) || (!lookup && stubborn(trace, r, rows));
    }

    private static boolean stubborn(Trace trace, Refused r, List<SyscallCount> rows) {
        return r.share() >= STUBBORN_SHARE_OF_ALL
                && r.fds().entrySet().stream().anyMatch(e -> {
                    double tried = rows.stream()
                            .filter(row ->
                                    row.name().equals(r.kind().call()) && fd(row).equals(Optional.of(e.getKey())))
                            .mapToDouble(SyscallCount::count)
                            .sum();
                    return trace.perSecond(e.getValue()) >= STUBBORN_PER_SECOND
                            && e.getValue() >= STUBBORN_SHARE * tried;
                });
    }

    private static Refusals of(Kind kind, List<Refused> parts) {
        List<Refused> ordered = parts.stream()
                .sorted(Comparator.comparingLong(Refused::count)
                        .reversed()
                        .thenComparingInt(r -> r.process().pid())
                        .thenComparingLong(r -> r.process().startTicks()))
                .toList();
        Map<Integer, Long> fds = new TreeMap<>();
        long count = 0;
        double all = 0;
        for (Refused r : ordered) {
            r.fds().forEach((fd, n) -> fds.merge(fd, n, Refusals::plus));
            count = plus(count, r.count());
            all += r.count() / r.share();
        }
        return new Refusals(
                kind.call(),
                kind.errno(),
                fds,
                List.copyOf(new LinkedHashSet<>(
                        ordered.stream().map(Refused::process).toList())),
                count,
                count / all);
    }

    /** Broken counters must not wrap into negative counts. */
    private static long plus(long a, long b) {
        long sum = a + b;
        return a >= 0 && b >= 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    boolean isLookup() {
        return isLookup(call, errno, fds);
    }

    private static boolean isLookup(String call, String errno, Map<Integer, Long> fds) {
        return NOT_THERE.contains(errno) && (fds.isEmpty() || call.endsWith("at") || call.equals("statx"));
    }

    /** The one descriptor that nearly all of it is about. */
    Optional<Integer> fd() {
        long onAny = fds.values().stream().reduce(0L, Refusals::plus);
        return fds.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(e -> e.getValue() >= MAIN_DESCRIPTOR * onAny)
                .map(Map.Entry::getKey);
    }

    /** {@code recvfrom(fd 11) = EAGAIN} */
    String words() {
        String on = fds.isEmpty()
                ? ""
                : fd().map(fd -> "(fd " + fd + ")").orElse(" (" + Words.count(fds.size()) + " descriptors)");
        return call + on + " = " + errno;
    }
}
