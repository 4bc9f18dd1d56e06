package io.culprit.kernel.symbols;

import java.util.Arrays;

/**
 * For each of the addresses wanted, the symbol that begins last at or before it, found in one pass over symbols in any order
 * and without keeping them.
 *
 * <p>A symbol is put into the slot of the first wanted address at or after it, where the last-beginning one wins; the answer
 * for an address is then the last filled slot at or before its own. Addresses compare unsigned.
 */
public final class Nearest {
    /** No symbol begins at or before the address. */
    public static final int NONE = -1;

    private final long[] wanted;
    private final long[] starts;
    private final boolean[] filled;

    /** @param wanted in any order, any number of times */
    public Nearest(long[] wanted) {
        this.wanted = Arrays.stream(wanted)
                .map(a -> a ^ Long.MIN_VALUE)
                .sorted()
                .distinct()
                .map(a -> a ^ Long.MIN_VALUE)
                .toArray();
        this.starts = new long[this.wanted.length];
        this.filled = new boolean[this.wanted.length];
    }

    public int slots() {
        return wanted.length;
    }

    /**
     * Takes a symbol into account.
     *
     * @return the slot where it is now the best, for the caller to note what he needs of it, or {@link #NONE}
     */
    public int offer(long start) {
        int slot = firstAtOrAfter(start);
        if (slot == wanted.length || (filled[slot] && Long.compareUnsigned(start, starts[slot]) < 0)) {
            return NONE;
        }
        starts[slot] = start;
        filled[slot] = true;
        return slot;
    }

    /** Whether the slot's best begins exactly there: the symbol offered next is then an alias of it. */
    public boolean isBest(long start) {
        int slot = firstAtOrAfter(start);
        return slot < wanted.length && filled[slot] && starts[slot] == start;
    }

    /** The slot that holds the answer for an address, or {@link #NONE}. */
    public int slotFor(long address) {
        int slot = firstAtOrAfter(address);
        if (slot == wanted.length || wanted[slot] != address) {
            return NONE;
        }
        while (slot >= 0 && !filled[slot]) {
            slot--;
        }
        return slot;
    }

    public long start(int slot) {
        return starts[slot];
    }

    private int firstAtOrAfter(long address) {
        int low = 0;
        int high = wanted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(wanted[middle], address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
