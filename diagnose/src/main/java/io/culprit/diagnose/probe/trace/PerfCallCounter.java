package io.culprit.diagnose.probe.trace;

import io.culprit.diagnose.probe.trace.CallSamples.Layout;
import io.culprit.kernel.perf.PerfAttr;
import io.culprit.kernel.perf.PerfSession;
import io.culprit.kernel.perf.Tracepoint;
import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Counts calls by the tracepoint raw_syscalls:sys_exit, each an event in a ring of perf_event_open(2).
 *
 * <p>On x86 the exit alone tells number, result and first argument, so entries are looked at for the time alone: all of them
 * while there are few, those of the first milliseconds of each burst when there are many. On arm64 the result overwrites the
 * first argument, and each entry is needed.
 *
 * <p>While attached, each call of the targets costs the writing of one event, and every process of the host goes the slow way
 * into the kernel, as with all tracing of system calls. Nothing is attached between bursts.
 */
final class PerfCallCounter implements CallCounter {
    /** The table's keys hold no more. */
    private static final int MAX_TARGETS = 4096;
    /** Of one CPU: 110 ms of 1 million calls a second, at 72 bytes each; the drainer is woken 20 times in that. */
    private static final long RING_BYTES = 8 << 20;
    /** Of all CPUs: more CPUs share it, so that a host of 64 does not lock half a gigabyte. */
    private static final long ALL_RINGS_BYTES = 64 << 20;

    private static final long DRAIN_MILLIS = 5;
    /** More in one round and the next one follows at once: the ring fills faster than it is emptied. */
    private static final long BUSY_BYTES = RING_BYTES / 4;
    /** Threads that came meanwhile are looked for so often, where they do not inherit their events. */
    private static final long FOLLOW_NANOS = 100_000_000;
    /** Above, entries are turned off: they would add half to the cost. */
    private static final double TIME_ALL_BELOW_CALLS_PER_SECOND = 20_000;
    /** But not before so much, which times some thousand calls. */
    private static final long TIMED_NANOS = 20_000_000;

    private static final int ENTER = 1;
    /** PERF_REG_X86_DI of arch/x86/include/uapi/asm/perf_regs.h: the first argument, also after the call. */
    private static final long FIRST_ARGUMENT = 1 << 5;

    private final CallNames names;
    private final boolean argumentSurvives = Arch.current().equals(Arch.X86_64);
    private final CallTable table = new CallTable();
    private List<ProcessId> targets = List.of();
    private int[] pids = new int[0];
    private List<PerfAttr> events = List.of();
    private Optional<CallSamples> samples = Optional.empty();
    private long lost;

    PerfCallCounter(CallNames names) {
        this.names = names;
    }

    @Override
    public Method method() {
        return Method.PERF;
    }

    @Override
    public Optional<String> open(List<ProcessId> wanted) {
        targets = wanted.stream()
                .distinct()
                .sorted(Comparator.comparingInt(ProcessId::pid))
                .limit(MAX_TARGETS)
                .toList();
        pids = targets.stream().mapToInt(ProcessId::pid).toArray();
        Read<Tracepoint> enter = Tracepoint.of("raw_syscalls", "sys_enter");
        Read<Tracepoint> exit = Tracepoint.of("raw_syscalls", "sys_exit");
        if (enter instanceof Read.Ok<Tracepoint>(Tracepoint in)
                && exit instanceof Read.Ok<Tracepoint>(Tracepoint out)) {
            Optional<Layout> layout = Layout.of(in, out);
            if (layout.isEmpty()) {
                return Optional.of("the tracepoints raw_syscalls:* of this kernel have fields that we do not know");
            }
            return prepare(layout.get());
        }
        return Optional.of(refusal(exit instanceof Read.Refused<Tracepoint> ? exit : enter));
    }

    private Optional<String> prepare(Layout layout) {
        events = List.of(
                argumentSurvives
                        ? PerfAttr.tracepoint(layout.exitId(), 1, CallSamples.EXIT_FIELDS, FIRST_ARGUMENT)
                        : PerfAttr.tracepoint(layout.exitId(), 1, CallSamples.ENTER_FIELDS, 0),
                PerfAttr.tracepoint(layout.enterId(), 1, CallSamples.ENTER_FIELDS, 0));
        samples = Optional.of(new CallSamples(layout, pids, table, names));
        // Opening is the only way to learn whether it is permitted; it attaches, so it is undone at once.
        return switch (attach()) {
            case Read.Ok<PerfSession>(PerfSession session) -> {
                session.close();
                yield Optional.empty();
            }
            case Read.Refused<PerfSession> refused -> Optional.of(refusal(refused));
        };
    }

    private Read<PerfSession> attach() {
        return PerfSession.ofProcesses(events, pids, RING_BYTES, ALL_RINGS_BYTES);
    }

    private static String refusal(Read<?> refused) {
        boolean forbidden = refused.errno() == Errno.EPERM || refused.errno() == Errno.EACCES;
        return refused.why() + (forbidden ? "; needs root, or CAP_PERFMON and a tracefs that may be read" : "");
    }

    @Override
    public long burst(Duration length) {
        if (samples.isEmpty()) {
            return 0;
        }
        // Processes that ended since leave nothing to attach to.
        return switch (attach()) {
            case Read.Ok<PerfSession>(PerfSession session) -> {
                try (session) {
                    // Opening an event for each thread takes its time, and nothing is counted meanwhile.
                    yield count(session, samples.get(), System.nanoTime(), length.toNanos());
                }
            }
            case Read.Refused<PerfSession> refused -> 0;
        };
    }

    private long count(PerfSession session, CallSamples sink, long began, long length) {
        long exitsBefore = sink.exits();
        long followed = began;
        boolean timing = true;
        long now = System.nanoTime();
        while (now - began < length && !Thread.currentThread().isInterrupted()) {
            long bytes = session.drain(sink);
            double rate = (sink.exits() - exitsBefore) * 1e9 / Math.max(1, now - began);
            boolean enough = now - began > TIMED_NANOS && rate > TIME_ALL_BELOW_CALLS_PER_SECOND;
            if (timing && enough && argumentSurvives) {
                session.stop(ENTER);
                timing = false;
            }
            if (now - followed > FOLLOW_NANOS) {
                session.follow();
                followed = now;
            }
            if (bytes < BUSY_BYTES) {
                sleep(Math.min(DRAIN_MILLIS * 1_000_000, length - (now - began)));
            }
            now = System.nanoTime();
        }
        // The kernel tells what it lost with the next sample that finds room: there is room now.
        session.drain(sink);
        session.stop();
        long attached = System.nanoTime() - began;
        session.drain(sink);
        // A thread that got no event, for want of descriptors, misses calls without counting them: told as one.
        lost += session.lost() + session.leftOut();
        return attached;
    }

    private static void sleep(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<SyscallCount> counts() {
        List<SyscallCount> counts = new ArrayList<>();
        table.forEach((process, number, fd, errno, count, timed, nanos, longest) -> counts.add(new SyscallCount(
                targets.get(process),
                number,
                number == CallTable.OTHER_NUMBER ? "call of another ABI" : names.name(number),
                fd == CallTable.NO_FD ? Optional.empty() : Optional.of(fd),
                Optional.of(errno),
                errno == 0 ? "OK" : Errno.name(errno),
                count,
                timed,
                timed == 0 ? Answer.unavailable("none of these calls was timed") : Answer.known((double) nanos / timed),
                longest)));
        counts.sort(Comparator.comparingLong(SyscallCount::count).reversed());
        return counts;
    }

    @Override
    public long lost() {
        return lost + table.dropped();
    }

    /** Nothing is attached between bursts, and a burst detaches by itself. */
    @Override
    public void close() {
        samples = Optional.empty();
    }
}
