package io.culprit.kernel.tasks;

import io.culprit.kernel.bpf.FileRecord;
import io.culprit.kernel.bpf.TaskRecord;
import java.util.Arrays;

/**
 * What the iterators said of all processes in one reading: their threads added up, a row of words each, found by pid. Two of them
 * take turns, so that the one before is still known.
 */
final class TaskTally {
    static final int START = 0;
    static final int FLAGS = 1;
    static final int PARENT = 2;
    static final int NAME = 3;
    static final int COUNTERS = 5;
    static final int THREADS = COUNTERS + TaskRecord.COUNTER_COUNT;
    static final int DESCRIPTORS = THREADS + 1;
    static final int PAGES = DESCRIPTORS + 1;
    static final int VM_DATA = PAGES + TaskRecord.PAGE_KINDS;
    static final int USER_NANOS = VM_DATA + 1;
    static final int SYSTEM_NANOS = USER_NANOS + 1;
    /** As counted together with the sockets. */
    static final int LISTED = SYSTEM_NANOS + 1;
    /** Of all sockets, closed, in close-wait, of the family unix. */
    static final int SOCKETS = LISTED + 1;

    static final int SOCKET_KINDS = 4;
    private static final int WORDS = SOCKETS + SOCKET_KINDS;

    /** Bits of {@link #FLAGS} beside those of {@link TaskRecord}. */
    static final int HAS_DEAD = 1 << 8;

    static final int HAS_SOCKETS = 1 << 9;
    private static final int FIRST_ROWS = 1024;
    /** 2^32 over the golden ratio: pids are neighbours, and spread by it they fill the table evenly. */
    private static final int SPREAD = 0x9e3779b9;

    private int[] pids = new int[FIRST_ROWS];
    private long[] words = new long[FIRST_ROWS * WORDS];
    /** Row + 1 by the hash of its pid, a power of two and at least twice the rows. */
    private int[] slots = new int[4 * FIRST_ROWS];

    private int rows;
    private int last;

    void clear() {
        rows = 0;
        last = 0;
        Arrays.fill(slots, 0);
    }

    int rows() {
        return rows;
    }

    int pid(int row) {
        return pids[row];
    }

    long get(int row, int word) {
        return words[row * WORDS + word];
    }

    void set(int row, int word, long value) {
        words[row * WORDS + word] = value;
    }

    boolean has(int row, int flag) {
        return (words[row * WORDS + FLAGS] & flag) != 0;
    }

    /** @return -1 when there is none */
    int find(int pid, long start) {
        int row = slots[slot(pid)] - 1;
        return row >= 0 && get(row, START) == start ? row : -1;
    }

    /** A {@link TaskRecord}. */
    void task(long[] record, int at) {
        int row = rowOf((int) record[at], record[at + TaskRecord.START]);
        int to = row * WORDS;
        for (int i = 0; i < TaskRecord.COUNTER_COUNT; i++) {
            words[to + COUNTERS + i] += record[at + TaskRecord.COUNTERS + i];
        }
        int flags = TaskRecord.flags(record[at]);
        if ((flags & TaskRecord.IS_LONG) != 0) {
            process(record, at, to, flags);
        }
    }

    private void process(long[] record, int at, int to, int flags) {
        long known = words[to + FLAGS];
        if ((known & HAS_DEAD) == 0) {
            // Only once: a thread that was counted alive and ended since would be counted again among the dead.
            for (int i = 0; i < TaskRecord.COUNTER_COUNT; i++) {
                words[to + COUNTERS + i] += record[at + TaskRecord.DEAD + i];
            }
        }
        if ((flags & TaskRecord.IS_LEADER) != 0) {
            words[to + PARENT] = record[at + TaskRecord.PARENT];
            words[to + NAME] = record[at + TaskRecord.NAME];
            words[to + NAME + 1] = record[at + TaskRecord.NAME + 1];
            words[to + THREADS] = record[at + TaskRecord.THREADS];
        }
        int take = flags;
        if ((flags & TaskRecord.TORN) != 0) {
            take &= ~(TaskRecord.HAS_MEMORY | TaskRecord.HAS_FILES | TaskRecord.LARGE_TABLE);
        }
        if ((take & TaskRecord.HAS_MEMORY) != 0 && (known & TaskRecord.HAS_MEMORY) == 0) {
            System.arraycopy(record, at + TaskRecord.PAGES, words, to + PAGES, TaskRecord.PAGE_KINDS + 1);
        }
        if ((take & TaskRecord.HAS_FILES) != 0 && (known & TaskRecord.HAS_FILES) == 0) {
            words[to + DESCRIPTORS] = record[at + TaskRecord.DESCRIPTORS];
        }
        words[to + FLAGS] = known | take | HAS_DEAD;
    }

    /** A {@link FileRecord}: the leader's where it has one, else that of the first thread. */
    void files(long[] record, int at) {
        int row = find((int) record[at], record[at + FileRecord.START]);
        if (row < 0) {
            return;
        }
        boolean leader = record[at] >>> 32 == (record[at] & 0xffff_ffffL);
        if (leader || !has(row, HAS_SOCKETS)) {
            System.arraycopy(record, at + FileRecord.DESCRIPTORS, words, row * WORDS + LISTED, 1 + SOCKET_KINDS);
            words[row * WORDS + FLAGS] |= HAS_SOCKETS;
        }
    }

    private int rowOf(int pid, long start) {
        // The threads of a process mostly come one after the other.
        if (last < rows && pids[last] == pid && get(last, START) == start) {
            return last;
        }
        int slot = slot(pid);
        int row = slots[slot] - 1;
        if (row < 0 || get(row, START) != start) {
            row = add(slot, pid, start);
        }
        last = row;
        return row;
    }

    private int add(int slot, int pid, long start) {
        if (rows == pids.length) {
            grow();
            return add(slot(pid), pid, start);
        }
        pids[rows] = pid;
        Arrays.fill(words, rows * WORDS, (rows + 1) * WORDS, 0);
        words[rows * WORDS + START] = start;
        // A pid that was given anew within one reading: from now on it means the later process.
        slots[slot] = rows + 1;
        return rows++;
    }

    /** Where the pid is, or where it belongs. */
    private int slot(int pid) {
        int mask = slots.length - 1;
        int slot = (pid * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
        while (slots[slot] != 0 && pids[slots[slot] - 1] != pid) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int capacity = TaskTable.larger(rows);
        pids = Arrays.copyOf(pids, capacity);
        words = Arrays.copyOf(words, capacity * WORDS);
        if (2 * capacity > slots.length) {
            slots = new int[2 * slots.length];
        } else {
            Arrays.fill(slots, 0);
        }
        for (int row = 0; row < rows; row++) {
            slots[slot(pids[row])] = row + 1;
        }
    }
}
