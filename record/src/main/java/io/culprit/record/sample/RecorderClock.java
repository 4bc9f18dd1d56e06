package io.culprit.record.sample;

import java.util.concurrent.locks.Condition;

/** The time as the loop sees it: a run of days can be had in seconds with another one than the host's. */
interface RecorderClock {
    /** Nanoseconds since whenever; never falls, and nobody can set it. */
    long nanos();

    /** Milliseconds since 1970; anybody may set it. */
    long wallMillis();

    /** Milliseconds since the boot, suspended time included. */
    long bootMillis();

    /** As {@link Condition#awaitNanos}: may return earlier. */
    void await(Condition wake, long nanos) throws InterruptedException;
}
