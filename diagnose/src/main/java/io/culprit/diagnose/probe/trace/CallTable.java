package io.culprit.diagnose.probe.trace;

/** Calls alike in process, number, descriptor and errno, added up: open addressing, two million additions a second. */
final class CallTable {
    /** Different rows at most, 3 MB; a process that opens descriptors without end makes a row for each. */
    static final int MAX_ROWS = 1 << 15;

    static final int NO_FD = Integer.MIN_VALUE;
    /** Numbers above, of other ABIs, are one row. */
    static final int OTHER_NUMBER = (1 << 12) - 1;

    private static final int MAX_ERRNO = (1 << 12) - 1;
    private static final int SLOTS = MAX_ROWS * 2;
    private static final int FD_BITS = 28;
    private static final long FD_NONE = (1L << FD_BITS) - 1;
    private static final long FD_MINUS_ONE = FD_NONE - 1;

    private final long[] keys = new long[SLOTS];
    private final long[] counts = new long[SLOTS];
    private final long[] timed = new long[SLOTS];
    private final long[] nanos = new long[SLOTS];
    private final long[] longest = new long[SLOTS];
    private int rows;
    private long dropped;

    interface Row {
        void row(int process, int number, int fd, int errno, long count, long timed, long nanos, long longest);
    }

    /**
     * Counts a call.
     *
     * @param process index of the target, below 4096
     * @return a handle for {@link #time}, or -1 when there was no room
     */
    int count(int process, int number, int fd, int errno) {
        long key = key(process, number, fd, errno);
        int slot = (int) ((key * 0x9e3779b97f4a7c15L) >>> 40) & (SLOTS - 1);
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (counts[slot] == 0) {
            if (rows == MAX_ROWS) {
                dropped++;
                return -1;
            }
            rows++;
            keys[slot] = key;
        }
        counts[slot]++;
        return slot;
    }

    void time(int handle, long duration) {
        timed[handle]++;
        nanos[handle] += duration;
        longest[handle] = Math.max(longest[handle], duration);
    }

    /** Calls for which there was no row. */
    long dropped() {
        return dropped;
    }

    void forEach(Row each) {
        for (int i = 0; i < SLOTS; i++) {
            if (counts[i] != 0) {
                long k = keys[i];
                long fd = k & FD_NONE;
                each.row(
                        (int) (k >>> 52),
                        (int) (k >>> 40) & OTHER_NUMBER,
                        fd == FD_NONE ? NO_FD : fd == FD_MINUS_ONE ? -1 : (int) fd,
                        (int) (k >>> FD_BITS) & MAX_ERRNO,
                        counts[i],
                        timed[i],
                        nanos[i],
                        longest[i]);
            }
        }
    }

    /** Of negative descriptors, -1 alone is one that somebody meant to be valid; AT_FDCWD is none. */
    private static long key(int process, int number, int fd, int errno) {
        long n = number < 0 || number > OTHER_NUMBER ? OTHER_NUMBER : number;
        long f = fd == -1 ? FD_MINUS_ONE : fd < 0 || fd >= FD_MINUS_ONE ? FD_NONE : fd;
        return (long) process << 52 | n << 40 | (long) Math.min(errno, MAX_ERRNO) << FD_BITS | f;
    }
}
