package io.culprit.kernel.fd;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What statx(2) tells of a file.
 *
 * @param device major in the upper half, minor in the lower
 * @param links names that the file still has; 0 once it was deleted
 */
public record FileStatus(int mode, long inode, long device, long links, long sizeBytes) {
    /** {@code struct statx} (linux/stat.h). */
    static final int BYTES = 256;

    private static final long LINKS_OFFSET = 16;
    private static final long MODE_OFFSET = 28;
    private static final long INODE_OFFSET = 32;
    private static final long SIZE_OFFSET = 40;
    private static final long DEVICE_MAJOR_OFFSET = 136;
    private static final long DEVICE_MINOR_OFFSET = 140;

    /** Take what the machine knows and ask no server. */
    private static final int AT_STATX_DONT_SYNC = 0x4000;

    private static final int STATX_BASIC_STATS = 0x7ff;

    private static final int S_IFMT = 0xf000;
    private static final int S_IFIFO = 0x1000;
    private static final int S_IFCHR = 0x2000;
    private static final int S_IFDIR = 0x4000;
    private static final int S_IFBLK = 0x6000;
    private static final int S_IFREG = 0x8000;

    /** Follows links. */
    public static Read<FileStatus> of(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return read(Sys.AT_FDCWD, arena.allocateFrom(path).address(), arena.allocate(BYTES, Long.BYTES), path);
        }
    }

    static Read<FileStatus> read(int directory, long path, MemorySegment buffer, String name) {
        long result;
        do {
            result = Sys.call(
                    Arch.current().statx(),
                    directory,
                    path,
                    AT_STATX_DONT_SYNC,
                    STATX_BASIC_STATS,
                    buffer.address(),
                    0);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            return Read.refused("stat " + name, (int) -result);
        }
        long major = Integer.toUnsignedLong(buffer.get(ValueLayout.JAVA_INT, DEVICE_MAJOR_OFFSET));
        long minor = Integer.toUnsignedLong(buffer.get(ValueLayout.JAVA_INT, DEVICE_MINOR_OFFSET));
        return Read.ok(new FileStatus(
                Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, MODE_OFFSET)),
                buffer.get(ValueLayout.JAVA_LONG, INODE_OFFSET),
                major << Integer.SIZE | minor,
                Integer.toUnsignedLong(buffer.get(ValueLayout.JAVA_INT, LINKS_OFFSET)),
                buffer.get(ValueLayout.JAVA_LONG, SIZE_OFFSET)));
    }

    public boolean regular() {
        return (mode & S_IFMT) == S_IFREG;
    }

    public boolean directory() {
        return (mode & S_IFMT) == S_IFDIR;
    }

    public boolean fifo() {
        return (mode & S_IFMT) == S_IFIFO;
    }

    public boolean deviceNode() {
        return (mode & S_IFMT) == S_IFCHR || (mode & S_IFMT) == S_IFBLK;
    }

    public boolean sameFile(FileStatus other) {
        return inode == other.inode && device == other.device;
    }
}
