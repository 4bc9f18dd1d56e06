package io.culprit.record.sample;

import io.culprit.kernel.sys.Clocks;
import java.time.Duration;
import java.util.concurrent.locks.Condition;

/** A clock on which waiting takes no time. Each look at it takes a little, as on a real host. */
final class FastClock implements RecorderClock {
    private static final long LOOK_NANOS = 20_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long bootedMillis = System.currentTimeMillis() - Clocks.bootMillis();
    private final long bootMillis = Clocks.bootMillis();
    private long nanos;
    private long suspendedMillis;
    private long setMillis;

    @Override
    public long nanos() {
        return nanos += LOOK_NANOS;
    }

    @Override
    public long wallMillis() {
        return bootedMillis + setMillis + bootMillis();
    }

    @Override
    public long bootMillis() {
        return bootMillis + suspendedMillis + nanos / NANOS_PER_MILLI;
    }

    @Override
    public void await(Condition wake, long wait) {
        nanos += wait;
    }

    /** Somebody sets the wall clock. */
    void set(Duration by) {
        setMillis += by.toMillis();
    }

    /** The host sleeps: CLOCK_MONOTONIC stands still, and CLOCK_BOOTTIME does not (clock_gettime(2)). */
    void suspend(Duration length) {
        suspendedMillis += length.toMillis();
    }
}
