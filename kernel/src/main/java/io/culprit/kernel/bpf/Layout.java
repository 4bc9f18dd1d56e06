package io.culprit.kernel.bpf;

/**
 * Where the programs count. One array value, cut into a block for each CPU, so that no CPU writes what another one does:
 *
 * <pre>
 * block   = header, then rows in buckets of two
 * header  = 64 bytes: calls that fitted nowhere (long)
 * row     = 64 bytes: number, process (ints), descriptor, errno (ints), count, timed, nanoseconds, longest (longs)
 * </pre>
 *
 * A call goes to the bucket that its first 16 bytes hash to. When both rows of it are others', the rarer one is moved to the
 * spill, a hash map of the kernel for all CPUs, whose key are the first 16 bytes of a row and whose value the other 32.
 *
 * <p>Programs reach a row without a look-up, in about 10 ns; a per-CPU hash map of the kernel took 40.
 *
 * @param cpus blocks: all CPUs that could ever come online
 * @param bucketBits binary logarithm of the number of buckets in a block
 */
record Layout(int cpus, int bucketBits) {
    static final int HEADER = 64;
    static final int ROW = 64;
    static final int BUCKET_SHIFT = 7;
    static final int PROCESS = 4;
    static final int NUMBER = 0;
    static final int DESCRIPTOR = 8;
    static final int ERRNO = 12;
    static final int COUNT = 16;
    static final int TIMED = 24;
    static final int NANOS = 32;
    static final int LONGEST = 40;
    static final int KEY = 16;
    static final int SPILL_VALUE = 32;

    /** Stands for "this call takes no descriptor": -1 is what failing programs really pass. */
    static final int NO_DESCRIPTOR = Integer.MIN_VALUE;

    /** Threads whose call began are remembered by the low bits of their id; on a clash the later one wins. */
    static final int SLOT_BITS = 12;
    /** Linux has thread ids below 4 194 304 (PID_MAX_LIMIT); the remaining bits of a slot hold the time, and wrap in 73 minutes. */
    static final int TID_BITS = 22;

    private static final int MOST_BITS = 7;
    private static final int FEWEST_BITS = 3;
    /** All blocks together are copied once a burst. */
    private static final int MOST_BYTES = 4 << 20;

    static Layout of(int cpus) {
        int bits = MOST_BITS;
        while (bits > FEWEST_BITS && new Layout(cpus, bits).bytes() > MOST_BYTES) {
            bits--;
        }
        return new Layout(cpus, bits);
    }

    int block() {
        return HEADER + rows() * ROW;
    }

    int rows() {
        return 2 << bucketBits;
    }

    int bytes() {
        return cpus * block();
    }
}
