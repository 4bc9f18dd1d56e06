package io.culprit.diagnose.probe.trace;

import io.culprit.diagnose.probe.trace.CallCounter.Mode;
import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Sys;
import io.culprit.kernel.syscalls.SyscallTable;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What a method costs, measured on ourselves with the cheapest call there is: getppid(2), which changes nothing. */
final class Calibration {
    /** About 20 us: short enough that most batches are not interrupted, long enough for the clock. */
    private static final int BATCH_CALLS = 64;
    /** On a free CPU time is up first; on one that is shared with many, a measurement takes the time that these need. */
    private static final int FEWEST_BATCHES = 60;

    private static final int MOST_BATCHES = 2048;
    private static final long MEASURE_NANOS = 6_000_000;
    /** Until the JVM has compiled the way into the kernel. */
    private static final int WARM_UP_CALLS = 2500;

    static final String BLIND = "it attached, but did not see our own system calls: pids are numbered otherwise here"
            + " (a container's pid namespace); run it on the host";

    private final double[] batches = new double[MOST_BATCHES];
    private final int getppid = Arch.current().getppid();

    Calibration() {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            Sys.call(getppid, 0);
        }
    }

    /** Nanoseconds added to each of our calls while this method counts them; unavailable when it cannot be aimed at us. */
    Answer<Double> asTarget(Supplier<CallCounter> method, ProcessId self) {
        double nanos = 0;
        for (Mode mode : modes(method)) {
            try (CallCounter counter = mode.counter().get()) {
                Optional<String> refused = counter.open(List.of(self));
                if (refused.isPresent()) {
                    return Answer.unavailable(refused.get());
                }
                nanos += mode.share() * added(counter, new AtomicLong());
                if (!sawUs(counter)) {
                    return Answer.unavailable(BLIND);
                }
            }
        }
        return Answer.known(nanos);
    }

    private static List<Mode> modes(Supplier<CallCounter> method) {
        try (CallCounter counter = method.get()) {
            List<Mode> modes = counter.modes();
            return modes.isEmpty() ? List.of(new Mode(1, method)) : modes;
        }
    }

    /**
     * Nanoseconds added to each of our calls while others are counted.
     *
     * @param attached receives for how many nanoseconds they were
     */
    double asBystander(CallCounter counter, AtomicLong attached) {
        return added(counter, attached);
    }

    private double added(CallCounter counter, AtomicLong attached) {
        double bare = nanosPerCall();
        double[] loaded = new double[1];
        attached.set(counter.during(() -> loaded[0] = nanosPerCall()));
        return Math.max(0, loaded[0] - bare);
    }

    private boolean sawUs(CallCounter counter) {
        String name = SyscallTable.current().name(getppid);
        return counter.counts().stream().anyMatch(c -> c.name().equals(name));
    }

    /** Median of short batches, so that what interrupts some of them does not count. */
    private double nanosPerCall() {
        long before = System.nanoTime();
        long end = before + MEASURE_NANOS;
        int n = 0;
        for (; n < MOST_BATCHES && (before < end || n < FEWEST_BATCHES); n++) {
            for (int i = 0; i < BATCH_CALLS; i++) {
                Sys.call(getppid, 0);
            }
            long after = System.nanoTime();
            batches[n] = (double) (after - before) / BATCH_CALLS;
            before = after;
        }
        Arrays.sort(batches, 0, n);
        return batches[n / 2];
    }
}
