package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.bpf.Attachment;
import io.culprit.kernel.bpf.CountedCall;
import io.culprit.kernel.bpf.SyscallCounters;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts inside the kernel; the last part of each burst also times the calls. */
final class EbpfCallCounter implements CallCounter {
    /** Timing doubles the cost of a call, so that a sample has to do: an eighth of 250 ms holds 1 000 calls of a slow loop. */
    private static final double TIMED_SHARE = 0.125;

    private final double timedShare;
    private final Set<ProcessId> gone = new HashSet<>();
    private final Map<Integer, ProcessId> byPid = new HashMap<>();
    private Tally tally = new Tally(List.of());
    private @Nullable SyscallCounters counters;
    private @Nullable Living living;
    private long lostToOthers;

    EbpfCallCounter() {
        this(TIMED_SHARE);
    }

    private EbpfCallCounter(double timedShare) {
        this.timedShare = timedShare;
    }

    @Override
    public Method method() {
        return Method.EBPF;
    }

    @Override
    public List<Mode> modes() {
        return List.of(
                new Mode(1 - TIMED_SHARE, () -> new EbpfCallCounter(0)),
                new Mode(TIMED_SHARE, () -> new EbpfCallCounter(1)));
    }

    @Override
    public Optional<String> open(List<ProcessId> targets) {
        targets.forEach(t -> byPid.put(t.pid(), t));
        tally = new Tally(targets);
        living = new Living();
        int[] pids = targets.stream().mapToInt(ProcessId::pid).toArray();
        Read<SyscallCounters> opened = SyscallCounters.open(pids);
        counters = opened.asOptional().orElse(null);
        return opened instanceof Read.Refused<SyscallCounters> refused ? Optional.of(words(refused)) : Optional.empty();
    }

    @Override
    public long burst(Duration length) {
        long timed = Math.round(length.toNanos() * timedShare);
        return attached(false, length.toNanos() - timed) + attached(true, timed);
    }

    private long attached(boolean timed, long nanos) {
        return nanos <= 0 ? 0 : attached(timed, () -> Pause.nanos(nanos));
    }

    @Override
    public long during(Runnable work) {
        return attached(timedShare == 1, work);
    }

    private long attached(boolean timed, Runnable meanwhile) {
        SyscallCounters c = counters;
        Living l = living;
        if (c == null || l == null) {
            return 0;
        }
        markGone(l);
        long nanos;
        try (Attachment attachment = c.attach(timed).asOptional().orElse(null)) {
            if (attachment == null) {
                return 0;
            }
            // Attaching first waits, for up to 15 ms, until nothing of the last attachment runs, and takes effect after
            // that.
            long began = System.nanoTime();
            meanwhile.run();
            nanos = System.nanoTime() - began;
        }
        drain(c, l);
        return nanos;
    }

    private void drain(SyscallCounters c, Living l) {
        Set<ProcessId> goneBefore = Set.copyOf(gone);
        markGone(l);
        for (CountedCall call : c.drain()) {
            ProcessId target = byPid.get(call.process());
            if (target == null || goneBefore.contains(target)) {
                continue;
            }
            // Some of these calls may be of the process that has the pid now.
            if (gone.contains(target) && l.reused(target)) {
                lostToOthers += call.count();
                continue;
            }
            tally.add(
                    call.process(),
                    call.number(),
                    call.descriptor(),
                    call.errno(),
                    call.count(),
                    call.timed(),
                    call.nanos(),
                    call.longestNanos());
        }
    }

    private void markGone(Living l) {
        for (ProcessId t : byPid.values()) {
            if (!l.is(t)) {
                gone.add(t);
            }
        }
    }

    @Override
    public List<SyscallCount> counts() {
        return tally.rows();
    }

    @Override
    public long lost() {
        SyscallCounters c = counters;
        return lostToOthers + (c == null ? 0 : c.lost());
    }

    private static String words(Read.Refused<SyscallCounters> refused) {
        return switch (refused.errno()) {
            case Errno.EPERM, Errno.EACCES ->
                "bpf(2) refused: " + Errno.words(refused.errno())
                        + ": needs root or CAP_BPF and CAP_PERFMON, and no container or lockdown that forbids it";
            case Errno.ENOSYS -> "this kernel has no bpf(2)";
            default -> refused.why();
        };
    }

    @Override
    public void close() {
        SyscallCounters c = counters;
        if (c != null) {
            c.close();
            counters = null;
        }
        Living l = living;
        if (l != null) {
            l.close();
            living = null;
        }
    }
}
