package io.culprit.diagnose.probe.trace;

import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One way of counting the system calls of chosen processes, all their threads included. Used by one thread. */
interface CallCounter extends AutoCloseable {
    Method method();

    /**
     * Makes whatever must exist before anything is attached; nothing slows down anybody yet.
     *
     * @return why it cannot be done here, in words; empty when it can
     */
    Optional<String> open(List<ProcessId> targets);

    /**
     * Attaches, counts for the given time, detaches. Counts add up over bursts.
     *
     * @return nanoseconds for which it was attached
     */
    long burst(Duration length);

    /**
     * Stays attached while the work is done, which takes some milliseconds.
     *
     * @return nanoseconds for which it was attached
     */
    default long during(Runnable work) {
        var attached = new AtomicLong();
        // The middle third of the burst: it has surely begun by then, and not yet ended.
        Thread other = Thread.ofPlatform().daemon().name("burst").start(() -> attached.set(burst(WHOLE)));
        Pause.nanos(WHOLE.toNanos() / 3);
        work.run();
        Pause.joined(other);
        return attached.get();
    }

    /** Three times the few milliseconds that a measurement on ourselves takes. */
    Duration WHOLE = Duration.ofMillis(24);

    /** All that was counted so far. */
    List<SyscallCount> counts();

    /** Events that it knows it missed. */
    long lost();

    /** Detaches whatever still is, and gives everything back; safe to call twice. */
    @Override
    void close();

    /** One way in which a burst may run, and the share of a burst's time that runs so. */
    record Mode(double share, Supplier<CallCounter> counter) {}

    /** The modes of a burst, each to be measured on ourselves; empty when it has but one. */
    default List<Mode> modes() {
        return List.of();
    }
}
