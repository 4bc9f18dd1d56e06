package io.culprit.diagnose.probe.trace;

/**
 * The call that each thread is known to be in: what its sampled entry said, until its exit comes.
 *
 * <p>A thread that moves between CPUs writes into two rings, which are read one after the other, so an exit may come before its
 * entry. Such an entry is older than the thread's last exit, and is not taken for that of a later call.
 */
final class Entries {
    /** Threads at most; beyond, calls are counted and not timed. */
    private static final int SLOTS = 1 << 15;

    private final int[] tids = new int[SLOTS];
    private final int[] numbers = new int[SLOTS];
    private final long[] enteredAt = new long[SLOTS];
    private final long[] firstArguments = new long[SLOTS];
    private final long[] exitedAt = new long[SLOTS];
    private final int[] epochs = new int[SLOTS];
    private int epoch;
    private int used;
    private int recent;

    /** @return the thread's slot, or -1 when there is no room for it; 0 is no thread */
    int slot(int tid) {
        if (tids[recent] == tid) {
            return recent;
        }
        int slot = (tid * 0x9e3779b9) >>> 17;
        while (tids[slot] != 0 && tids[slot] != tid) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (tids[slot] == 0) {
            if (used == SLOTS / 2) {
                return -1;
            }
            used++;
            tids[slot] = tid;
        }
        recent = slot;
        return slot;
    }

    void enter(int slot, int number, long firstArgument, long time) {
        if (time > exitedAt[slot]) {
            numbers[slot] = number;
            firstArguments[slot] = firstArgument;
            enteredAt[slot] = time;
            epochs[slot] = epoch;
        }
    }

    /** Whether the exit ends the entry that is known; {@link #exit} forgets it. */
    boolean matches(int slot, int number, long time) {
        return enteredAt[slot] != 0 && epochs[slot] == epoch && numbers[slot] == number && time > enteredAt[slot];
    }

    /** After lost samples, among which may be its exit, no entry is believed any more. */
    void forgetAll() {
        epoch++;
    }

    long enteredAt(int slot) {
        return enteredAt[slot];
    }

    long firstArgument(int slot) {
        return firstArguments[slot];
    }

    void exit(int slot, long time) {
        exitedAt[slot] = time;
        if (time > enteredAt[slot]) {
            enteredAt[slot] = 0;
        }
    }
}
