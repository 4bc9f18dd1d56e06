package io.culprit.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;

/** What ioctl_tty(2) tells of a descriptor. */
public final class Terminal {
    public static final int STDOUT = 1;
    public static final int STDERR = 2;

    private static final int TIOCGWINSZ = 0x5413;
    /** {@code struct winsize}: rows, columns, two pixel sizes, 16 bits each. */
    private static final int WINSIZE_BYTES = 8;

    private static final int COLUMNS_OFFSET = 2;

    private Terminal() {}

    public static boolean is(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return windowSize(fd, arena.allocate(WINSIZE_BYTES, Short.BYTES)) == 0;
        }
    }

    /** Columns; empty when it is no terminal or does not know its size. */
    public static OptionalInt columns(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINSIZE_BYTES, Short.BYTES);
            if (windowSize(fd, size) != 0) {
                return OptionalInt.empty();
            }
            int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, COLUMNS_OFFSET));
            return columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
        }
    }

    private static long windowSize(int fd, MemorySegment size) {
        return Sys.call(Arch.current().ioctl(), fd, TIOCGWINSZ, size.address());
    }
}
