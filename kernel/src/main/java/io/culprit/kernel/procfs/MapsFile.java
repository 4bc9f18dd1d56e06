package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.List;

/** {@code /proc/PID/maps} (proc_pid_maps(5)): the mappings of a process, in ascending order of address. */
public final class MapsFile {
    private static final int PATH_FIELD = 5;

    private MapsFile() {}

    /**
     * @param start first address; {@code end} the first behind it; compare unsigned
     * @param permissions as {@code r-xp}
     * @param offset in the file
     * @param inode 0 where no file backs it
     * @param path a file, {@code [heap]} and the like, or empty; line ends in it stay escaped as {@code \012}
     */
    public record Mapping(long start, long end, String permissions, long offset, long inode, String path) {
        private static final String DELETED = " (deleted)";

        public long bytes() {
            return end - start;
        }

        public boolean executable() {
            return permissions.length() > 2 && permissions.charAt(2) == 'x';
        }

        public boolean contains(long address) {
            return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
        }

        public boolean deleted() {
            return path.endsWith(DELETED);
        }
    }

    public static Read<List<Mapping>> of(int pid) {
        return KernelFile.text("/proc/" + pid + "/maps").map(MapsFile::parse);
    }

    /** Lines that are not in the form of a mapping are passed over. */
    public static List<Mapping> parse(String text) {
        List<Mapping> all = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.split(" +", PATH_FIELD + 1);
            int dash = f[0].indexOf('-');
            if (f.length < PATH_FIELD || dash < 0) {
                continue;
            }
            try {
                all.add(new Mapping(
                        Long.parseUnsignedLong(f[0].substring(0, dash), 16),
                        Long.parseUnsignedLong(f[0].substring(dash + 1), 16),
                        f[1],
                        Long.parseUnsignedLong(f[2], 16),
                        Long.parseUnsignedLong(f[4]),
                        f.length > PATH_FIELD ? f[PATH_FIELD] : ""));
            } catch (NumberFormatException e) {
                // Not a mapping: a line of a kernel that prints more than we know.
            }
        }
        return all;
    }
}
