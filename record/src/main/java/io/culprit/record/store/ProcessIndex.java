package io.culprit.record.store;

import java.util.Arrays;

/** Finds a process of {@link Rows} by pid and start: open addressing, no objects. */
final class ProcessIndex {
    private final Rows rows;
    private int[] slots = new int[2048];

    ProcessIndex(Rows rows) {
        this.rows = rows;
    }

    int of(int pid, long start) {
        int mask = slots.length - 1;
        int at = hash(pid, start) & mask;
        while (slots[at] != 0) {
            int index = slots[at] - 1;
            if (rows.pid(index) == pid && rows.start(index) == start) {
                return index;
            }
            at = (at + 1) & mask;
        }
        int index = rows.addProcess(pid, start);
        slots[at] = index + 1;
        if (2 * rows.processes() > slots.length) {
            grow();
        }
        return index;
    }

    private void grow() {
        int[] larger = new int[2 * slots.length];
        int mask = larger.length - 1;
        for (int index = 0; index < rows.processes(); index++) {
            int at = hash(rows.pid(index), rows.start(index)) & mask;
            while (larger[at] != 0) {
                at = (at + 1) & mask;
            }
            larger[at] = index + 1;
        }
        Arrays.fill(slots, 0);
        slots = larger;
    }

    private static int hash(int pid, long start) {
        long h = (pid * 0x9E37_79B9_7F4A_7C15L) ^ start;
        h *= 0xC2B2_AE3D_27D4_EB4FL;
        return (int) (h >>> 32);
    }
}
