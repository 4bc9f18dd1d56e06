package io.culprit.diagnose.probe.profile;

import io.culprit.kernel.perf.PerfAttr;
import io.culprit.kernel.perf.PerfSession;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.List;

/**
 * How the clock is set: for the whole host where that is permitted, since one event for each CPU sees all threads, also those
 * not yet made, and costs the targets' context switches nothing; else on the targets' threads; else on those without the kernel.
 *
 * @param hidden what the profile will not show for want of rights; empty when it shows all
 */
record Session(PerfSession perf, String hidden) {
    /** Samples of 20 s of one CPU; they are drained several times a second. */
    private static final long RING_BYTES = 64 << 10;
    /** Below what an ordinary user may lock with a single CPU (kernel.perf_event_mlock_kb, 516). */
    private static final long ALL_RINGS_BYTES = 512 << 10;

    private static final String NO_KERNEL =
            "kernel samples need CAP_PERFMON or kernel.perf_event_paranoid <= 1: the samples are of user mode alone";

    static Read<Session> open(int[] pids, int frequencyHz) {
        PerfAttr all = PerfAttr.cpuClock(frequencyHz, false);
        Read<PerfSession> host = PerfSession.ofHost(all, RING_BYTES);
        if (host instanceof Read.Ok<PerfSession>(PerfSession perf)) {
            return Read.ok(new Session(perf, ""));
        }
        Read<PerfSession> threads = onThreads(all, pids);
        if (threads instanceof Read.Ok<PerfSession>(PerfSession perf)) {
            return Read.ok(new Session(perf, ""));
        }
        return onThreads(PerfAttr.cpuClock(frequencyHz, true), pids).map(perf -> new Session(perf, NO_KERNEL));
    }

    private static Read<PerfSession> onThreads(PerfAttr attr, int[] pids) {
        return PerfSession.ofProcesses(List.of(attr), pids, RING_BYTES, ALL_RINGS_BYTES);
    }

    /** Why nothing can be sampled, and what would help. */
    static String refusal(Read<Session> refused) {
        boolean forbidden = refused.errno() == Errno.EPERM || refused.errno() == Errno.EACCES;
        return refused.why()
                + (forbidden
                        ? "; sampling needs root or CAP_PERFMON, or for one's own processes kernel.perf_event_paranoid <= 2"
                                + " (and in a container a seccomp profile that lets it through)"
                        : "");
    }

    /** All that is missing, in one line. */
    String missing(String symbolsHidden) {
        List<String> missing = new ArrayList<>();
        if (!hidden.isEmpty()) {
            missing.add(hidden);
        }
        if (perf.leftOut() > 0) {
            missing.add("some threads could not be sampled, for want of rights over them or of descriptors");
        }
        if (!symbolsHidden.isEmpty()) {
            missing.add(symbolsHidden);
        }
        return String.join("; ", missing);
    }
}
