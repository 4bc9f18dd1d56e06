package io.culprit.kernel.symbols;

import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The lines of a large file, one after the other through one buffer, without making strings of them. */
final class Lines {
    /** Longer than any line that names a symbol; a longer one is cut into pieces that parse as nothing. */
    private static final int BUFFER_BYTES = 256 * 1024;

    private static final int SMALLEST_READ = 64 * 1024;

    private static final byte[] DIGITS = digits();

    interface Line {
        /** The line from {@code from} to {@code to}, without its end; valid during the call only. */
        void line(byte[] b, int from, int to);
    }

    private Lines() {}

    /** @return bytes read */
    static Read<Long> of(String path, int flags, long maxBytes, Line each) {
        int fd = Sys.open(path, Sys.O_RDONLY | flags);
        if (fd < 0) {
            return Read.refused("open " + path, -fd);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocate(SMALLEST_READ);
            byte[] b = new byte[BUFFER_BYTES];
            int held = 0;
            long total = 0;
            while (total < maxBytes) {
                long n = Sys.read(fd, in.asSlice(0, Math.min(SMALLEST_READ, b.length - held)));
                if (n < 0) {
                    return Read.refused("read " + path, (int) -n);
                }
                if (n == 0) {
                    break;
                }
                MemorySegment.copy(in, ValueLayout.JAVA_BYTE, 0, b, held, (int) n);
                total += n;
                held = split(b, held + (int) n, each);
            }
            if (held > 0) {
                each.line(b, 0, held);
            }
            return Read.ok(total);
        } finally {
            Sys.close(fd);
        }
    }

    /** Hands on the whole lines and moves the rest to the front. @return bytes of the rest */
    static int split(byte[] b, int length, Line each) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (b[i] == '\n') {
                each.line(b, from, i);
                from = i + 1;
            }
        }
        if (from == 0 && length == b.length) {
            return 0;
        }
        System.arraycopy(b, from, b, 0, length - from);
        return length - from;
    }

    /** Where the hexadecimal number that begins at {@code from} ends: {@code from} itself when there is none. */
    static int hexEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && digit(b[i]) >= 0) {
            i++;
        }
        return i;
    }

    /** Digits beyond 16 overflow; callers refuse those. */
    static long hex(byte[] b, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | digit(b[i]);
        }
        return value;
    }

    private static int digit(byte c) {
        return c < 0 ? -1 : DIGITS[c];
    }

    /** Character.digit knows all the world's digits, and costs three times as much. */
    private static byte[] digits() {
        byte[] digits = new byte[128];
        for (char c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit(c, 16);
        }
        return digits;
    }
}
