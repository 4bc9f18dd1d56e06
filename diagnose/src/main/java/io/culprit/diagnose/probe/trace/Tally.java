package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.syscalls.ElfHead;
import io.culprit.kernel.syscalls.SyscallTable;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Adds up calls that are alike, and gives numbers their names. */
final class Tally {
    /** A process that calls on each of 10 000 descriptors makes as many rows; who reads more? */
    private static final int MAX_ROWS = 4000;

    static final int UNKNOWN_ERRNO = -1;
    /** What stands for a call's number once a signal handler has returned. */
    private static final int NO_NUMBER = -1;

    private record Kind(ProcessId process, int number, Optional<Integer> descriptor, int errno) {}

    private static final class Sums {
        private long count;
        private long timed;
        private long nanos;
        private long longest;
    }

    private final SyscallTable table = SyscallTable.current();
    private final int signalReturn = table.number("rt_sigreturn").orElse(NO_NUMBER);
    private final Map<Integer, ProcessId> targets = new HashMap<>();
    private final Map<Integer, Boolean> foreign = new HashMap<>();
    private final Map<Kind, Sums> sums = new HashMap<>();

    Tally(List<ProcessId> targets) {
        for (ProcessId t : targets) {
            this.targets.put(t.pid(), t);
            this.foreign.put(t.pid(), ElfHead.of32Bits(t.pid()));
        }
    }

    void add(int pid, int number, OptionalInt argument, int errno, long count) {
        add(pid, number, argument, errno, count, 0, 0, 0);
    }

    /** @param argument the first, where it may be a descriptor */
    void add(int pid, int number, OptionalInt argument, int errno, long count, long timed, long nanos, long longest) {
        ProcessId process = targets.get(pid);
        if (process == null || count <= 0) {
            return;
        }
        boolean signal = number == NO_NUMBER;
        boolean descriptor = argument.isPresent()
                && argument.getAsInt() != SyscallTable.AT_FDCWD
                && table.descriptorFirst(number)
                && !isForeign(pid);
        Kind kind = new Kind(
                process,
                signal ? signalReturn : number,
                descriptor ? Optional.of(argument.getAsInt()) : Optional.empty(),
                // What a handler's return restores is the interrupted code's register, no result.
                signal && errno > 0 ? 0 : errno);
        Sums s = sums.computeIfAbsent(kind, k -> new Sums());
        s.count += count;
        s.timed += timed;
        s.nanos += nanos;
        s.longest = Math.max(s.longest, longest);
    }

    long calls() {
        return sums.values().stream().mapToLong(s -> s.count).sum();
    }

    /** Most frequent first. */
    List<SyscallCount> rows() {
        return sums.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Kind, Sums> e) -> e.getValue().count)
                        .reversed()
                        .thenComparing(e -> e.getKey().toString()))
                .limit(MAX_ROWS)
                .map(e -> row(e.getKey(), e.getValue()))
                .toList();
    }

    private SyscallCount row(Kind kind, Sums s) {
        boolean known = kind.errno() != UNKNOWN_ERRNO;
        return new SyscallCount(
                kind.process(),
                kind.number(),
                isForeign(kind.process().pid()) ? "32-bit syscall " + kind.number() : table.name(kind.number()),
                kind.descriptor(),
                known ? Optional.of(kind.errno()) : Optional.empty(),
                known ? (kind.errno() == 0 ? "OK" : Errno.name(kind.errno())) : "unknown",
                s.count,
                s.timed,
                s.timed > 0
                        ? Answer.known((double) s.nanos / s.timed)
                        : Answer.unavailable("none of these calls was timed"),
                s.longest);
    }

    /** 32-bit programs number their calls otherwise, and the kernel does not tell our program which table is meant. */
    private boolean isForeign(int pid) {
        return foreign.getOrDefault(pid, false);
    }
}
