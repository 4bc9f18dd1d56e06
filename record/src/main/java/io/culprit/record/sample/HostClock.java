package io.culprit.record.sample;

import io.culprit.kernel.sys.Clocks;
import java.util.concurrent.locks.Condition;

/** The real time. */
final class HostClock implements RecorderClock {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long bootMillis() {
        return Clocks.bootMillis();
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // Who calls it loops.
    public void await(Condition wake, long nanos) throws InterruptedException {
        wake.awaitNanos(nanos);
    }
}
