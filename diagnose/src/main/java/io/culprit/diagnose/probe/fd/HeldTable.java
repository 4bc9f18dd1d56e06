package io.culprit.diagnose.probe.fd;

import java.util.Arrays;

/** Descriptors by a key of 64 bits, in primitive arrays: a million of them as objects would cost 60 MB. */
final class HeldTable {
    private static final int FIRST_CAPACITY = 1024;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private int[] pids = new int[FIRST_CAPACITY];
    private int[] fds = new int[FIRST_CAPACITY];
    private long[] keys = new long[FIRST_CAPACITY];
    private int size;
    /** Chains of the entries whose keys fall together; built at the first question. */
    private int[] heads = new int[0];

    private int[] nexts = new int[0];

    interface Taker {
        void take(int pid, int fd);
    }

    /** Only before the first question. */
    void add(int pid, int fd, long key) {
        if (size == pids.length) {
            pids = Arrays.copyOf(pids, size * 2);
            fds = Arrays.copyOf(fds, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
        }
        pids[size] = pid;
        fds[size] = fd;
        keys[size] = key;
        size++;
    }

    int size() {
        return size;
    }

    int pid(int at) {
        return pids[at];
    }

    int fd(int at) {
        return fds[at];
    }

    long key(int at) {
        return keys[at];
    }

    /** In the order in which they were added. */
    void forEach(long key, Taker taker) {
        if (size == 0) {
            return;
        }
        if (heads.length == 0) {
            index();
        }
        for (int i = heads[slot(key)]; i >= 0; i = nexts[i]) {
            if (keys[i] == key) {
                taker.take(pids[i], fds[i]);
            }
        }
    }

    private void index() {
        heads = new int[Integer.highestOneBit(size) << 1];
        nexts = new int[size];
        Arrays.fill(heads, -1);
        for (int i = size - 1; i >= 0; i--) {
            int slot = slot(keys[i]);
            nexts[i] = heads[slot];
            heads[slot] = i;
        }
    }

    private int slot(long key) {
        return (int) ((key * MIX) >>> Integer.SIZE) & (heads.length - 1);
    }
}
