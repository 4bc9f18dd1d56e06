package io.culprit.kernel.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A file of /proc or /sys that is read again and again: opened once, read from its begin each time, without allocating. That
 * saves half of what opening, reading and closing costs. Used by one thread at a time.
 */
public final class HeldFile implements AutoCloseable {
    /** /proc hands out a page a read, or the whole where it made the whole at once. */
    private static final int CHUNK_BYTES = 16 * 1024;

    private static final int CLOSED = -1;

    private final String path;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment chunk = arena.allocate(CHUNK_BYTES);
    private final MemorySegment name;
    private int fd = CLOSED;

    /** Opens nothing yet. */
    public HeldFile(String path) {
        this.path = path;
        name = arena.allocateFrom(path);
    }

    public String path() {
        return path;
    }

    /**
     * @param buffer takes the file, or as much of its begin as fits
     * @return bytes in it, or {@code -errno}; the next call tries anew
     */
    public int read(byte[] buffer) {
        if (fd >= 0) {
            int length = fill(buffer);
            if (length >= 0) {
                return length;
            }
            // What it stood for may have gone and come back under the same name: a device, a process, a mount.
            close();
        }
        fd = Sys.open(Sys.AT_FDCWD, name, Sys.O_RDONLY);
        if (fd < 0) {
            return fd;
        }
        int length = fill(buffer);
        if (length < 0) {
            close();
        }
        return length;
    }

    private int fill(byte[] buffer) {
        int length = 0;
        while (length < buffer.length) {
            long n = Sys.pread(fd, chunk, length);
            if (n <= 0) {
                return n < 0 ? (int) n : length;
            }
            int taken = (int) Math.min(n, buffer.length - length);
            MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, buffer, length, taken);
            length += taken;
        }
        return length;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Sys.close(fd);
        }
        fd = CLOSED;
    }
}
