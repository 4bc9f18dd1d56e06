package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code /proc/self/auxv} (getauxval(3)): what the kernel told this process at its start, in pairs of native 64-bit words.
 *
 * @param pageBytes {@code AT_PAGESZ}
 * @param ticksPerSecond {@code AT_CLKTCK}, the unit of times in {@code /proc/PID/stat}
 */
public record AuxVector(long pageBytes, long ticksPerSecond) {
    private static final int AT_PAGESZ = 6;
    private static final int AT_CLKTCK = 17;
    private static final int PAIR_BYTES = 16;
    /** {@code USER_HZ} of every architecture that Java 25 runs on. */
    private static final long USUAL_TICKS = 100;
    /** Of x86 always; of arm64 nearly always. */
    private static final long USUAL_PAGE_BYTES = 4096;

    /** A java that was given file capabilities may not read its own vector: then the usual values. */
    public static AuxVector self() {
        return of("/proc/self/auxv");
    }

    static AuxVector of(String path) {
        Read<byte[]> read = KernelFile.bytes(path);
        return parse(read.asOptional().orElse(new byte[0]));
    }

    static AuxVector parse(byte[] b) {
        ByteBuffer words = ByteBuffer.wrap(b).order(ByteOrder.nativeOrder());
        long page = USUAL_PAGE_BYTES;
        long ticks = USUAL_TICKS;
        while (words.remaining() >= PAIR_BYTES) {
            long type = words.getLong();
            long value = words.getLong();
            if (type == AT_PAGESZ && value > 0) {
                page = value;
            } else if (type == AT_CLKTCK && value > 0) {
                ticks = value;
            }
        }
        return new AuxVector(page, ticks);
    }
}
