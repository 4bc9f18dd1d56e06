package io.culprit.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whole small files of /proc and /sys, whose size stat(2) does not tell.
 *
 * <p>{@code java.nio.file.Files} costs twice the time here and turns errno into exceptions with messages to be parsed.
 */
public final class KernelFile {
    private static final int CHUNK_BYTES = 64 * 1024;
    /** No file that we read whole is larger; {@code maps} of a process with 65 530 mappings has about 8 MiB. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final ThreadLocal<MemorySegment> BUFFER =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CHUNK_BYTES));

    private KernelFile() {}

    public static Read<byte[]> bytes(String path) {
        int fd = Sys.open(path, Sys.O_RDONLY);
        if (fd < 0) {
            return Read.refused("open " + path, -fd);
        }
        try {
            return drain(fd, path);
        } finally {
            Sys.close(fd);
        }
    }

    /** The file as text without the last line end; bytes that are not UTF-8 become U+FFFD. */
    public static Read<String> text(String path) {
        return bytes(path).map(b -> new String(b, StandardCharsets.UTF_8).stripTrailing());
    }

    private static Read<byte[]> drain(int fd, String path) {
        MemorySegment buffer = BUFFER.get();
        byte[] all = new byte[0];
        int length = 0;
        while (true) {
            long n = Sys.read(fd, buffer);
            if (n < 0) {
                return Read.refused("read " + path, (int) -n);
            }
            if (n == 0) {
                return Read.ok(all.length == length ? all : Arrays.copyOf(all, length));
            }
            if (length + n > MAX_BYTES) {
                return Read.malformed("read " + path, "larger than " + MAX_BYTES + " bytes");
            }
            int needed = length + (int) n;
            if (needed > all.length) {
                // /proc hands out a page a read: growing by what came would copy a large maps a thousand times.
                all = Arrays.copyOf(all, length == 0 ? needed : Math.max(needed, 2 * length));
            }
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, all, length, (int) n);
            length = needed;
        }
    }
}
