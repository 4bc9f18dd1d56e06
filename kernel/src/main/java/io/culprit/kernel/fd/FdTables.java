package io.culprit.kernel.fd;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/PID/fd} of many processes, fast (proc_pid_fd(5)): one buffer for directory entries and one for links, and names
 * passed to the kernel as they stand in the first. Used by one thread.
 */
public final class FdTables implements AutoCloseable {
    /** About 1 300 entries a call; the kernel fills it, whatever its size. */
    private static final int ENTRIES_BYTES = 32 * 1024;

    private static final int PATH_BYTES = 64;
    /** {@code struct linux_dirent64} (getdents(2)): inode, offset, record length, type, name. */
    private static final int RECORD_LENGTH_OFFSET = 16;

    private static final int NAME_OFFSET = 19;
    private static final long SKIP = 1;
    private static final long STOP = 2;
    /** Begins as a path does, since it is one. */
    private static final byte[] TOO_LONG = "/... (path too long to be printed)".getBytes(StandardCharsets.US_ASCII);

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment path = arena.allocate(PATH_BYTES);
    private final MemorySegment entries = arena.allocate(ENTRIES_BYTES, Long.BYTES);
    private final MemorySegment target = arena.allocate(FdLink.MAX_BYTES);
    private final MemorySegment status = arena.allocate(FileStatus.BYTES, Long.BYTES);
    private final byte[] copied = new byte[ENTRIES_BYTES];
    private final FdLink link = new FdLink();
    private final int proc;
    private final boolean sizeIsCount;

    /** Receives each descriptor in ascending order; the link is overwritten by the next. */
    public interface Visitor {
        /** @return false to see no more */
        boolean visit(int fd, FdLink link);
    }

    /** @param complete false when the visitor stopped the walk */
    public record Walk(int seen, boolean complete) {}

    public FdTables() {
        this(false);
    }

    /** @param old count as on a kernel that does not */
    FdTables(boolean old) {
        proc = Sys.open("/proc", Sys.O_RDONLY | Sys.O_DIRECTORY);
        sizeIsCount = !old
                && statusOf("self/fd").map(s -> s.sizeBytes() > 0).asOptional().orElse(false);
    }

    /**
     * Whether the size of the directory is the number of descriptors, as on Linux 6.2 and later. Then counting costs one call a
     * process and asks no permission; else it takes a listing.
     */
    public boolean sizeIsCount() {
        return sizeIsCount;
    }

    /** Descriptors open in the process; a lower bound when there are {@code max} and they had to be listed. */
    public Read<Long> count(int pid, int max) {
        return sizeIsCount
                ? statusOf(pid + "/fd").map(FileStatus::sizeBytes)
                : list(pid, (directory, fd, name) -> 0, max).map(n -> (long) n);
    }

    /** Links of all descriptors. A refusal of one link, other than that it was closed meanwhile, is one of the whole. */
    public Read<Walk> walk(int pid, Visitor visitor) {
        return walk(pid, 1, visitor);
    }

    /** Links of every {@code stride}-th descriptor: new ones have high numbers, so the first thousand is no fair sample. */
    public Read<Walk> walk(int pid, int stride, Visitor visitor) {
        boolean[] stopped = new boolean[1];
        int[] entry = new int[1];
        Read<Integer> seen = list(
                pid,
                (directory, fd, name) -> {
                    if (entry[0]++ % stride != 0) {
                        return SKIP;
                    }
                    long n = readLink(directory, name);
                    if (n == -Errno.ENOENT) {
                        return SKIP;
                    }
                    if (n < 0) {
                        return n;
                    }
                    stopped[0] = !visitor.visit(fd, link);
                    return stopped[0] ? STOP : 0;
                },
                Integer.MAX_VALUE);
        return seen.map(n -> new Walk(n, !stopped[0]));
    }

    /** One link; valid until the next call. */
    public Read<FdLink> link(int pid, int fd) {
        String name = pid + "/fd/" + fd;
        put(name);
        long n = readLink(proc, path.address());
        return n < 0 ? Read.refused("readlink /proc/" + name, (int) -n) : Read.ok(link);
    }

    /** The file behind a descriptor. Not for a file of a remote file system: if its server is gone, so are we. */
    public Read<FileStatus> status(int pid, int fd) {
        return statusOf(pid + "/fd/" + fd);
    }

    private Read<FileStatus> statusOf(String name) {
        put(name);
        return FileStatus.read(proc, path.address(), status, "/proc/" + name);
    }

    private interface Entry {
        /** @return 0, {@link #SKIP}, {@link #STOP}, or {@code -errno} */
        long take(int directory, int fd, long name);
    }

    private Read<Integer> list(int pid, Entry entry, int max) {
        String name = pid + "/fd";
        put(name);
        int directory = Sys.open(proc, path, Sys.O_RDONLY | Sys.O_DIRECTORY);
        if (directory < 0) {
            return Read.refused("list /proc/" + name, -directory);
        }
        try {
            return list(directory, name, entry, max);
        } finally {
            Sys.close(directory);
        }
    }

    private Read<Integer> list(int directory, String path, Entry entry, int max) {
        int seen = 0;
        while (true) {
            long n = Sys.call(Arch.current().getdents64(), directory, entries.address(), ENTRIES_BYTES);
            if (n < 0) {
                return Read.refused("list /proc/" + path, (int) -n);
            }
            if (n == 0) {
                return Read.ok(seen);
            }
            MemorySegment.copy(entries, BYTE, 0, copied, 0, (int) n);
            for (int at = 0; at + NAME_OFFSET < n; ) {
                int fd = number(at + NAME_OFFSET);
                if (fd >= 0) {
                    long done = entry.take(directory, fd, entries.address() + at + NAME_OFFSET);
                    if (done < 0) {
                        return Read.refused("readlink /proc/" + path + "/" + fd, (int) -done);
                    }
                    seen += done == SKIP ? 0 : 1;
                    if (done == STOP || seen >= max) {
                        return Read.ok(seen);
                    }
                }
                at += recordLength(at);
            }
        }
    }

    private int recordLength(int at) {
        int low = copied[at + RECORD_LENGTH_OFFSET] & 0xff;
        int high = copied[at + RECORD_LENGTH_OFFSET + 1] & 0xff;
        int length = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? high << 8 | low : low << 8 | high;
        return Math.max(NAME_OFFSET, length);
    }

    /** -1 for {@code .} and {@code ..}. */
    private int number(int at) {
        int n = 0;
        for (int i = at; i < copied.length && copied[i] != 0; i++) {
            int digit = copied[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            n = n * 10 + digit;
        }
        return n;
    }

    private long readLink(int directory, long name) {
        long n = Sys.call(Arch.current().readlinkat(), directory, name, target.address(), FdLink.MAX_BYTES);
        if (n == -Errno.ENAMETOOLONG) {
            link.set(TOO_LONG);
            return TOO_LONG.length;
        }
        if (n >= 0) {
            MemorySegment.copy(target, BYTE, 0, link.bytes, 0, (int) n);
            link.length = (int) n;
        }
        return n;
    }

    private void put(String name) {
        for (int i = 0; i < name.length(); i++) {
            path.set(BYTE, i, (byte) name.charAt(i));
        }
        path.set(BYTE, name.length(), (byte) 0);
    }

    @Override
    public void close() {
        if (proc >= 0) {
            Sys.close(proc);
        }
        arena.close();
    }
}
