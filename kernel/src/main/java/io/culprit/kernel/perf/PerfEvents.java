package io.culprit.kernel.perf;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The calls themselves. */
final class PerfEvents {
    static final int ANY_CPU = -1;
    static final int ANY_PROCESS = -1;

    private static final int IOC_ENABLE = 0x2400;
    private static final int IOC_DISABLE = 0x2401;
    private static final int IOC_SET_OUTPUT = 0x2405;
    private static final int NO_GROUP = -1;
    private static final int FLAG_CLOEXEC = 8;

    private PerfEvents() {}

    /** @return a descriptor, or {@code -errno} */
    static int open(byte[] attr, int tid, int cpu) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocate(attr.length, Long.BYTES);
            MemorySegment.copy(attr, 0, a, ValueLayout.JAVA_BYTE, 0, attr.length);
            return (int) Sys.call(Arch.current().perfEventOpen(), a.address(), tid, cpu, NO_GROUP, FLAG_CLOEXEC, 0);
        }
    }

    static void enable(int fd) {
        Sys.call(Arch.current().ioctl(), fd, IOC_ENABLE, 0);
    }

    /** The event and those that its thread's children inherited. */
    static void disable(int fd) {
        Sys.call(Arch.current().ioctl(), fd, IOC_DISABLE, 0);
    }

    /** Lets an event write into the ring of another, which must be of the same CPU. */
    static Read<Integer> redirect(int fd, int ringOwner) {
        long r = Sys.call(Arch.current().ioctl(), fd, IOC_SET_OUTPUT, ringOwner);
        return r < 0 ? Read.refused("share the ring of a perf event", (int) -r) : Read.ok(fd);
    }
}
