package io.culprit.diagnose.probe.host;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was lately made of some bytes, by these bytes. Workers of one daemon have the same command line and cgroup: to make them
 * once is a quarter of the work, and one text in memory stands for all of them. A newer entry takes the place of an older one.
 */
final class Recent<T> {
    /** The programs of a usual host, and few kilobytes. */
    private static final int SLOTS = 128;
    /** Longer ones are seldom equal, and would fill memory. */
    private static final int MOST_BYTES = 1024;

    private final byte[][] keys = new byte[SLOTS][];
    private final @Nullable Object[] values = new Object[SLOTS];
    // The JVM has it in machine code from its first call on, unlike every hash that is written in Java.
    private final CRC32C hash = new CRC32C();

    @SuppressWarnings("unchecked") // Only put() writes there.
    Optional<T> get(byte[] bytes, int length) {
        int slot = slot(bytes, length);
        Object value = values[slot];
        return value != null && Arrays.equals(keys[slot], 0, keys[slot].length, bytes, 0, length)
                ? Optional.of((T) value)
                : Optional.empty();
    }

    T put(byte[] bytes, int length, T value) {
        if (length <= MOST_BYTES) {
            int slot = slot(bytes, length);
            keys[slot] = Arrays.copyOf(bytes, length);
            values[slot] = value;
        }
        return value;
    }

    private int slot(byte[] bytes, int length) {
        hash.reset();
        hash.update(bytes, 0, length);
        return (int) hash.getValue() & SLOTS - 1;
    }
}
