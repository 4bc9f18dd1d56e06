package io.culprit.kernel.perf;

import io.culprit.kernel.sys.KernelFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The page size, from the auxiliary vector (getauxval(3)): 4 KiB on x86, up to 64 KiB on arm64. */
final class PageSize {
    private static final long AT_PAGESZ = 6;
    private static final int USUAL = 4096;

    static final int BYTES = KernelFile.bytes("/proc/self/auxv")
            .asOptional()
            .map(PageSize::parse)
            .orElse(USUAL);

    private PageSize() {}

    static int parse(byte[] auxv) {
        ByteBuffer b = ByteBuffer.wrap(auxv).order(ByteOrder.nativeOrder());
        while (b.remaining() >= 2 * Long.BYTES) {
            long key = b.getLong();
            long value = b.getLong();
            if (key == AT_PAGESZ && Long.bitCount(value) == 1 && value >= USUAL && value <= 1 << 20) {
                return (int) value;
            }
        }
        return USUAL;
    }
}
