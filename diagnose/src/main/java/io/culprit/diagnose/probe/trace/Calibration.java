package io.culprit.diagnose.probe.trace;

import io.culprit.diagnose.probe.trace.CallCounter.Mode;
import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Sys;
import io.culprit.kernel.syscalls.SyscallTable;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What a method costs, measured on ourselves with the cheapest call there is: getppid(2), which changes nothing.
 *
 * <p>A burst is run by another thread, and this one measures in the middle third of it, when the burst has surely begun and
 * not yet ended.
 */
final class Calibration {
    private static final Duration BURST = Duration.ofMillis(24);
    private static final Duration BARE = Duration.ofMillis(5);
    /** About 20 us: short enough that most batches are not interrupted, long enough for the clock. */
    private static final int BATCH_CALLS = 64;

    private static final int MAX_BATCHES = 4096;
    /** Until the JVM has compiled the way into the kernel. */
    private static final int WARM_UP_CALLS = 3000;

    private final double[] batches = new double[MAX_BATCHES];
    private final int getppid = Arch.current().getppid();

    Calibration() {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            Sys.call(getppid, 0);
        }
    }

    /** Nanoseconds added to each of our calls while this method counts them; unavailable when it cannot be aimed at us. */
    Answer<Double> asTarget(Supplier<CallCounter> method, ProcessId self) {
        List<Mode> modes;
        try (CallCounter c = method.get()) {
            modes = c.modes();
        }
        if (modes.isEmpty()) {
            modes = List.of(new Mode(1, method));
        }
        double nanos = 0;
        for (Mode mode : modes) {
            try (CallCounter counter = mode.counter().get()) {
                var refused = counter.open(List.of(self));
                if (refused.isPresent()) {
                    return Answer.unavailable(refused.get());
                }
                nanos += mode.share() * added(counter, BURST, new AtomicLong());
                if (!sawUs(counter)) {
                    return Answer.unavailable(BLIND);
                }
            }
        }
        return Answer.known(nanos);
    }

    static final String BLIND = "it attached, but did not see our own system calls: pids are numbered otherwise here"
            + " (a container's pid namespace); run it on the host";

    /**
     * Nanoseconds added to each of our calls while others are counted.
     *
     * @param attached receives for how long they were
     */
    double asBystander(CallCounter counter, AtomicLong attached) {
        return added(counter, BURST, attached);
    }

    private double added(CallCounter counter, Duration burst, AtomicLong attached) {
        double bare = nanosPerCall(BARE.toNanos());
        Thread other = Thread.ofPlatform().daemon().name("calibration").start(() -> attached.set(counter.burst(burst)));
        Pause.nanos(burst.toNanos() / 3);
        double loaded = nanosPerCall(burst.toNanos() / 3);
        boolean interrupted = false;
        while (other.isAlive()) {
            try {
                other.join();
            } catch (InterruptedException e) {
                interrupted = true;
                other.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Math.max(0, loaded - bare);
    }

    private boolean sawUs(CallCounter counter) {
        String name = SyscallTable.current().name(getppid);
        return counter.counts().stream().anyMatch(c -> c.name().equals(name));
    }

    /** Median of short batches, so that what interrupts some of them does not count. */
    private double nanosPerCall(long nanos) {
        long end = System.nanoTime() + nanos;
        int n = 0;
        for (long before = System.nanoTime(); n < MAX_BATCHES && before < end; n++) {
            for (int i = 0; i < BATCH_CALLS; i++) {
                Sys.call(getppid, 0);
            }
            long after = System.nanoTime();
            batches[n] = (double) (after - before) / BATCH_CALLS;
            before = after;
        }
        Arrays.sort(batches, 0, n);
        return n == 0 ? 0 : batches[n / 2];
    }
}
