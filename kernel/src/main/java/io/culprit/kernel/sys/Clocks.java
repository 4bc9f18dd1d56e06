package io.culprit.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The clocks of clock_gettime(2) that Java does not give. */
public final class Clocks {
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final int CLOCK_BOOTTIME = 7;
    private static final int TIMESPEC_BYTES = 16;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final ThreadLocal<MemorySegment> TIMESPEC = ThreadLocal.withInitial(
            () -> Arena.ofAuto().allocate(TIMESPEC_BYTES, ValueLayout.JAVA_LONG.byteAlignment()));

    private Clocks() {}

    /** Milliseconds since the boot, suspended time included; nobody can set it. It is the clock of process start times. */
    public static long bootMillis() {
        MemorySegment timespec = read(CLOCK_BOOTTIME);
        return timespec.get(ValueLayout.JAVA_LONG, 0) * 1000
                + timespec.get(ValueLayout.JAVA_LONG, Long.BYTES) / NANOS_PER_MILLI;
    }

    /** Nanoseconds of CPU that this thread has used. */
    public static long threadNanos() {
        MemorySegment timespec = read(CLOCK_THREAD_CPUTIME_ID);
        return timespec.get(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND
                + timespec.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }

    private static MemorySegment read(int clock) {
        MemorySegment timespec = TIMESPEC.get();
        long failed = Sys.call(Arch.current().clockGettime(), clock, timespec.address(), 0);
        if (failed != 0) {
            throw new IllegalStateException("clock_gettime of clock " + clock + ": " + Errno.words((int) -failed));
        }
        return timespec;
    }
}
