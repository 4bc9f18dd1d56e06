package io.culprit.kernel.tasks;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.NumberedEntries;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Files of processes below an open {@code /proc}, without allocating: the path is built in one native buffer, and the bytes
 * come through another into {@link #bytes}. Used by one thread. All answers are {@code -errno} when refused.
 */
final class ProcDirectory implements AutoCloseable {
    /**
     * A stat line has below 500 bytes and io below 200. status has 1.5 KB, more where a process is in many groups: what does
     * not fit is unknown.
     */
    private static final int FILE_BYTES = 8 * 1024;

    private static final int PATH_BYTES = 64;
    private static final int FIRST_PIDS = 1024;

    /** {@code struct statx} (linux/stat.h), and what we ask of it. */
    private static final int STATX_BYTES = 256;

    private static final long STATX_SIZE_OFFSET = 40;
    private static final int STATX_SIZE = 0x200;
    private static final int AT_STATX_DONT_SYNC = 0x4000;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment path = arena.allocate(PATH_BYTES);
    private final MemorySegment buffer = arena.allocate(FILE_BYTES);
    private final MemorySegment status = arena.allocate(STATX_BYTES, Long.BYTES);
    private final NumberedEntries entries = new NumberedEntries();
    private final int directory;

    /** The file that was read last. */
    final byte[] bytes = new byte[FILE_BYTES];

    /** In ascending order, as many as {@link #list} said. */
    int[] pids = new int[FIRST_PIDS];

    ProcDirectory(String root) {
        directory = Sys.open(root, Sys.O_RDONLY | Sys.O_DIRECTORY);
    }

    /** Fills {@link #pids}. @return how many */
    int list() {
        if (directory < 0) {
            return directory;
        }
        long sought = Sys.seek(directory, 0);
        if (sought < 0) {
            return (int) sought;
        }
        entries.open(directory);
        int count = 0;
        boolean ascending = true;
        for (int pid = entries.next(); pid != Integer.MIN_VALUE; pid = entries.next()) {
            if (pid < 0) {
                return pid;
            }
            if (count == pids.length) {
                pids = Arrays.copyOf(pids, 2 * count);
            }
            ascending &= count == 0 || pids[count - 1] < pid;
            pids[count++] = pid;
        }
        if (!ascending) {
            Arrays.sort(pids, 0, count);
        }
        return count;
    }

    /** {@code file} is zero-terminated, as {@link #name} makes it. @return a descriptor */
    int open(int pid, byte[] file, int flags) {
        put(pid, file);
        return Sys.open(directory, path, flags);
    }

    /** Reads it into {@link #bytes}. @return how many; a file without any is a process that is gone */
    int read(int pid, byte[] file) {
        int fd = open(pid, file, Sys.O_RDONLY);
        if (fd < 0) {
            return fd;
        }
        int n = readFrom(fd);
        Sys.close(fd);
        return n;
    }

    /** As {@link #read}, of a file that is held open. */
    int readFrom(int fd) {
        long n = Sys.pread(fd, buffer, 0);
        if (n <= 0) {
            return n == 0 ? -Errno.ESRCH : (int) n;
        }
        MemorySegment.copy(buffer, BYTE, 0, bytes, 0, (int) n);
        return (int) n;
    }

    /** st_size. */
    long size(int pid, byte[] file) {
        put(pid, file);
        long n = Sys.call(
                Arch.current().statx(), directory, path.address(), AT_STATX_DONT_SYNC, STATX_SIZE, status.address(), 0);
        return n < 0 ? n : status.get(ValueLayout.JAVA_LONG, STATX_SIZE_OFFSET);
    }

    /** Reads what the link points to into {@link #bytes}. @return how many bytes */
    int link(int pid, byte[] file) {
        put(pid, file);
        return link(directory, path.address());
    }

    /** @param name address of a zero-terminated name below the open directory {@code below} */
    int link(int below, long name) {
        long n = Sys.call(Arch.current().readlinkat(), below, name, buffer.address(), FILE_BYTES);
        if (n > 0) {
            MemorySegment.copy(buffer, BYTE, 0, bytes, 0, (int) n);
        }
        return (int) n;
    }

    private void put(int pid, byte[] file) {
        int at = decimal(path, 0, pid);
        path.set(BYTE, at, (byte) '/');
        MemorySegment.copy(file, 0, path, BYTE, at + 1L, file.length);
    }

    /** @return behind its last digit */
    static int decimal(MemorySegment to, int at, int number) {
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int n = number;
        for (int i = digits - 1; i >= 0; i--) {
            to.set(BYTE, at + i, (byte) ('0' + n % 10));
            n /= 10;
        }
        return at + digits;
    }

    /** The name of a file of a process, with the zero that ends it. */
    static byte[] name(String file) {
        return (file + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        if (directory >= 0) {
            Sys.close(directory);
        }
    }
}
