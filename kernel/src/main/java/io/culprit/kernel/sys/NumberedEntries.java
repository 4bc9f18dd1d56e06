package io.culprit.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The entries of a directory that are called by a number, as those of /proc and /proc/PID/fd, in the kernel's order and
 * without allocating (getdents(2)). Used by one thread at a time.
 */
public final class NumberedEntries {
    /** About 1 300 entries a call. */
    private static final int BYTES = 32 * 1024;

    /** {@code struct linux_dirent64}: inode, offset, record length, type, name. */
    private static final int OFFSET_OFFSET = 8;

    private static final int LENGTH_OFFSET = 16;
    private static final int NAME_OFFSET = 19;
    /** Longer than that no pid and no descriptor is. */
    private static final int MAX_DIGITS = 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private final MemorySegment entries = Arena.ofAuto().allocate(BYTES, Long.BYTES);
    private final byte[] bytes = new byte[BYTES];
    private int directory;
    private int length;
    private int current;
    private int next;

    /** Begins where the descriptor stands. */
    public void open(int directory) {
        this.directory = directory;
        length = 0;
        next = 0;
    }

    /** @return the next number, {@link Integer#MIN_VALUE} behind the last, or {@code -errno} */
    public int next() {
        while (true) {
            if (length - next <= NAME_OFFSET) {
                long n = Sys.call(Arch.current().getdents64(), directory, entries.address(), BYTES);
                if (n <= 0) {
                    length = 0;
                    next = 0;
                    return n < 0 ? (int) n : Integer.MIN_VALUE;
                }
                length = (int) Math.min(n, BYTES);
                MemorySegment.copy(entries, ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
                next = 0;
            }
            current = next;
            int size = (short) SHORT.get(bytes, current + LENGTH_OFFSET) & 0xffff;
            next = current + Math.max(NAME_OFFSET + 1, size);
            int number = number(current + NAME_OFFSET, Math.min(next, length));
            if (number >= 0) {
                return number;
            }
        }
    }

    /** Address of the current entry's name, for calls relative to the directory; good until the next call. */
    public long name() {
        return entries.address() + current + NAME_OFFSET;
    }

    /** Where to {@linkplain Sys#seek seek} to see first what comes behind the current entry. */
    public long behind() {
        return (long) LONG.get(bytes, current + OFFSET_OFFSET);
    }

    /** -1 for other names. */
    private int number(int from, int to) {
        long n = 0;
        int at = from;
        while (at < to && bytes[at] != 0) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || at - from >= MAX_DIGITS) {
                return -1;
            }
            n = n * 10 + digit;
            at++;
        }
        return at == from || n > Integer.MAX_VALUE ? -1 : (int) n;
    }
}
