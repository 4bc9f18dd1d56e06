package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whole files and links of one process after another, into {@link #bytes}: the path is built in one native buffer, below an open
 * {@code /proc}, and nothing is allocated but for what is larger than all before. Used by one thread.
 */
public final class PidFiles implements AutoCloseable {
    /** The kernel hands out a page a read, of most of these files. */
    private static final int CHUNK_BYTES = 8 * 1024;

    /** A command line may have megabytes; nobody reads them. */
    private static final int MOST_BYTES = 1 << 20;

    private static final int PATH_BYTES = 64;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment path = arena.allocate(PATH_BYTES);
    private final MemorySegment chunk = arena.allocate(CHUNK_BYTES);
    private final byte[] name = new byte[PATH_BYTES];
    private final int proc;
    private byte[] bytes = new byte[CHUNK_BYTES];
    private int nameBytes;

    public PidFiles() {
        proc = Sys.open("/proc", Sys.O_RDONLY | Sys.O_DIRECTORY);
    }

    /** The file that was read last; another array after a larger one. */
    public byte[] bytes() {
        return bytes;
    }

    /** @param file short, ASCII: {@code cmdline}. @return how many bytes, the first {@code 1 << 20} at most, or {@code -errno} */
    public int read(int pid, String file) {
        put(pid, file);
        int fd = proc < 0 ? proc : Sys.open(proc, path, Sys.O_RDONLY);
        if (fd < 0) {
            return fd;
        }
        int length = 0;
        long n = Sys.read(fd, chunk);
        while (n > 0 && length < MOST_BYTES) {
            if (length + n > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            MemorySegment.copy(chunk, BYTE, 0, bytes, length, (int) n);
            length += (int) n;
            n = Sys.read(fd, chunk);
        }
        Sys.close(fd);
        return n < 0 ? (int) n : length;
    }

    /** Reads what the link points to. @return as {@link #read} */
    public int link(int pid, String file) {
        put(pid, file);
        long n = proc < 0
                ? proc
                : Sys.call(Arch.current().readlinkat(), proc, path.address(), chunk.address(), CHUNK_BYTES);
        if (n > 0) {
            MemorySegment.copy(chunk, BYTE, 0, bytes, 0, (int) n);
        }
        return (int) n;
    }

    /** As {@link io.culprit.kernel.sys.Read} tells a refusal. */
    public static String why(String doing, int pid, String file, int errno) {
        return doing + " /proc/" + pid + "/" + file + ": " + Errno.words(errno);
    }

    private void put(int pid, String file) {
        nameBytes = 0;
        decimal(pid);
        name[nameBytes++] = '/';
        for (int i = 0; i < file.length(); i++) {
            name[nameBytes++] = (byte) file.charAt(i);
        }
        name[nameBytes++] = 0;
        MemorySegment.copy(name, 0, path, BYTE, 0, nameBytes);
    }

    private void decimal(int number) {
        if (number >= 10) {
            decimal(number / 10);
        }
        name[nameBytes++] = (byte) ('0' + number % 10);
    }

    /** The first number of the line that begins with the key and a colon: {@code Uid:\t1000\t1000…}. */
    public static long number(byte[] status, int length, String key) {
        byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < length; at++) {
            if ((at == 0 || status[at - 1] == '\n') && begins(status, at, length, wanted)) {
                return digits(status, at + wanted.length + 1, length);
            }
        }
        return Cursor.NONE;
    }

    private static boolean begins(byte[] status, int at, int length, byte[] wanted) {
        if (at + wanted.length >= length || status[at + wanted.length] != ':') {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (status[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static long digits(byte[] status, int from, int length) {
        int at = from;
        while (at < length && (status[at] == '\t' || status[at] == ' ')) {
            at++;
        }
        int first = at;
        long value = 0;
        while (at < length && status[at] >= '0' && status[at] <= '9' && at - first < 18) {
            value = value * 10 + status[at++] - '0';
        }
        return at == first ? Cursor.NONE : value;
    }

    @Override
    public void close() {
        if (proc >= 0) {
            Sys.close(proc);
        }
    }
}
