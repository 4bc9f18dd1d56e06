package io.culprit.kernel.symbols;

import java.nio.charset.StandardCharsets;

/** One name for each slot, overwritten each time that a better symbol comes: most are, so none becomes a string until the end. */
final class NameSlots {
    /** Longer names are cut; C++ and Rust make names of any length. */
    static final int NAME_BYTES = 256;

    private final byte[] bytes;
    private final int[] lengths;

    NameSlots(int slots) {
        bytes = new byte[Math.multiplyExact(slots, NAME_BYTES)];
        lengths = new int[slots];
    }

    void set(int slot, byte[] from, int offset, int length) {
        int kept = Math.min(length, NAME_BYTES);
        System.arraycopy(from, offset, bytes, slot * NAME_BYTES, kept);
        lengths[slot] = kept;
    }

    String get(int slot) {
        return new String(bytes, slot * NAME_BYTES, lengths[slot], StandardCharsets.UTF_8);
    }
}
