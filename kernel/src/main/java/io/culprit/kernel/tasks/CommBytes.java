package io.culprit.kernel.tasks;

/** The sixteen bytes of comm in two little-endian words: what stands behind the zero is of an earlier name. */
final class CommBytes {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;

    private CommBytes() {}

    static long low(long word) {
        long zeros = zeros(word);
        // Keeps what is below the lowest zero byte.
        return zeros == 0 ? word : word & (Long.lowestOneBit(zeros) >>> 7) - 1;
    }

    static long high(long low, long word) {
        return zeros(low) != 0 ? 0 : low(word);
    }

    /** The lowest bit that is set is the top one of the first byte that is zero; higher bits mean nothing. */
    private static long zeros(long word) {
        return word - ONES & ~word & TOPS;
    }
}
