package io.culprit.diagnose.probe.trace;

import java.util.concurrent.locks.LockSupport;

/** Waiting that an interrupt ends early and that leaves the interrupt to be seen by others. */
final class Pause {
    private Pause() {}

    static void nanos(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(left);
        }
    }

    /** Waits for a thread that ends soon by itself; an interrupt is passed on to it and kept. */
    static void joined(Thread other) {
        try {
            other.join();
        } catch (InterruptedException e) {
            other.interrupt();
            boolean ended = false;
            while (!ended) {
                try {
                    other.join();
                    ended = true;
                } catch (InterruptedException again) {
                    other.interrupt();
                }
            }
            Thread.currentThread().interrupt();
        }
    }
}
