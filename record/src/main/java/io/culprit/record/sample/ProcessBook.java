package io.culprit.record.sample;

/**
 * Who is in the recording: processes by pid and start time, in a table with open addressing. A pid that comes back with
 * another start time is another process.
 *
 * <p>Each sample is a round: {@link #beginRound}, a {@link #find} for each row, and what was not found has ended.
 */
final class ProcessBook {
    /** Told of each process that was in the book and not in the round. */
    @FunctionalInterface
    interface Ended {
        void ended(int handle);
    }

    static final int ABSENT = -1;

    private static final int FIRST_CAPACITY = 4096;

    /** Kept below one half, so that a chain of collisions stays short. */
    private static final int MOST_FULL_SHARE = 2;

    private int[] pids = new int[FIRST_CAPACITY];
    private long[] starts = new long[FIRST_CAPACITY];
    private long[] nameLow = new long[FIRST_CAPACITY];
    private long[] nameHigh = new long[FIRST_CAPACITY];
    private int[] handles = new int[FIRST_CAPACITY];
    /** The round in which it was last seen; 0 marks a free slot. */
    private int[] rounds = new int[FIRST_CAPACITY];

    private boolean[] brief = new boolean[FIRST_CAPACITY];
    private int used;
    private int round;

    void beginRound() {
        round++;
    }

    /** @return its slot, or {@link #ABSENT}; valid until the next {@link #add} or {@link #endRound} */
    int find(int pid, long start) {
        int slot = home(pid, start);
        while (rounds[slot] != 0) {
            if (pids[slot] == pid && starts[slot] == start) {
                return slot;
            }
            slot = slot + 1 & pids.length - 1;
        }
        return ABSENT;
    }

    /** Marks it as seen. @return false when this round has seen it already */
    boolean see(int slot) {
        if (rounds[slot] == round) {
            return false;
        }
        rounds[slot] = round;
        return true;
    }

    /** @return the slot of the new process, seen in this round */
    int add(int pid, long start, int handle) {
        if (MOST_FULL_SHARE * (used + 1) > pids.length) {
            grow();
        }
        int slot = freeSlot(pid, start);
        put(slot, pid, start, handle, round);
        nameLow[slot] = 0;
        nameHigh[slot] = 0;
        used++;
        return slot;
    }

    int handle(int slot) {
        return handles[slot];
    }

    int size() {
        return used;
    }

    boolean named(int slot, long low, long high) {
        return nameLow[slot] == low && nameHigh[slot] == high;
    }

    void name(int slot, long low, long high) {
        nameLow[slot] = low;
        nameHigh[slot] = high;
    }

    /** Described by what the sample alone tells, until there is time to read more. */
    boolean brief(int slot) {
        return brief[slot];
    }

    void brief(int slot, boolean isBrief) {
        brief[slot] = isBrief;
    }

    /** Takes out what was not seen. */
    void endRound(Ended ended) {
        for (int slot = 0; slot < rounds.length; slot++) {
            while (rounds[slot] != 0 && rounds[slot] != round) {
                ended.ended(handles[slot]);
                remove(slot);
            }
        }
    }

    /** Moves up those behind it that would no longer be found across a free slot (Knuth, The Art, 6.4, algorithm R). */
    private void remove(int slot) {
        int mask = pids.length - 1;
        int free = slot;
        int next = slot + 1 & mask;
        while (rounds[next] != 0) {
            int home = home(pids[next], starts[next]);
            boolean stays = (next - home & mask) < (next - free & mask);
            if (!stays) {
                copy(next, free);
                free = next;
            }
            next = next + 1 & mask;
        }
        rounds[free] = 0;
        used--;
    }

    private void copy(int from, int to) {
        pids[to] = pids[from];
        starts[to] = starts[from];
        nameLow[to] = nameLow[from];
        nameHigh[to] = nameHigh[from];
        handles[to] = handles[from];
        rounds[to] = rounds[from];
        brief[to] = brief[from];
    }

    private void grow() {
        int[] oldPids = pids;
        long[] oldStarts = starts;
        long[] oldLow = nameLow;
        long[] oldHigh = nameHigh;
        int[] oldHandles = handles;
        int[] oldRounds = rounds;
        boolean[] oldBrief = brief;
        int capacity = 2 * oldPids.length;
        pids = new int[capacity];
        starts = new long[capacity];
        nameLow = new long[capacity];
        nameHigh = new long[capacity];
        handles = new int[capacity];
        rounds = new int[capacity];
        brief = new boolean[capacity];
        for (int i = 0; i < oldPids.length; i++) {
            if (oldRounds[i] != 0) {
                int slot = freeSlot(oldPids[i], oldStarts[i]);
                put(slot, oldPids[i], oldStarts[i], oldHandles[i], oldRounds[i]);
                nameLow[slot] = oldLow[i];
                nameHigh[slot] = oldHigh[i];
                brief[slot] = oldBrief[i];
            }
        }
    }

    private void put(int slot, int pid, long start, int handle, int seenRound) {
        pids[slot] = pid;
        starts[slot] = start;
        handles[slot] = handle;
        rounds[slot] = seenRound;
        brief[slot] = false;
    }

    private int freeSlot(int pid, long start) {
        int slot = home(pid, start);
        while (rounds[slot] != 0) {
            slot = slot + 1 & pids.length - 1;
        }
        return slot;
    }

    private int home(int pid, long start) {
        long mixed = (pid * 0x9E3779B97F4A7C15L) ^ (start * 0xC2B2AE3D27D4EB4FL);
        return (int) (mixed >>> 40) & pids.length - 1;
    }
}
