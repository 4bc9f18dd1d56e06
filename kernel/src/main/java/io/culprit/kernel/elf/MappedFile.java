package io.culprit.kernel.elf;

import io.culprit.kernel.procfs.Links;
import io.culprit.kernel.procfs.MapsFile.Mapping;
import io.culprit.kernel.sys.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file behind a mapping of another process, which may live in a container or be deleted by now. */
public final class MappedFile {
    private static final String DELETED = " (deleted)";

    private MappedFile() {}

    /**
     * Tries the very file that is mapped ({@code /proc/PID/map_files}, which needs root or CAP_CHECKPOINT_RESTORE), then the
     * executable by {@code /proc/PID/exe}, then the path as the process sees it, then, where it is the same file, the path as we see it.
     */
    public static Read<Elf> open(int pid, Mapping m) {
        String proc = "/proc/" + pid;
        Read<Elf> exact =
                Elf.open(proc + "/map_files/" + Long.toHexString(m.start()) + "-" + Long.toHexString(m.end()));
        if (exact instanceof Read.Ok<Elf>) {
            return exact;
        }
        if (Links.read(proc + "/exe").asOptional().filter(m.path()::equals).isPresent()) {
            Read<Elf> executable = Elf.open(proc + "/exe");
            if (executable instanceof Read.Ok<Elf>) {
                return executable;
            }
        }
        if (m.path().endsWith(DELETED)) {
            // What now bears its name is another file, whose functions lie elsewhere.
            return exact;
        }
        Read<Elf> seen = Elf.open(proc + "/root" + m.path());
        return seen instanceof Read.Ok<Elf> || !isMapped(m) ? seen : Elf.open(m.path());
    }

    /** Whether the path leads to the file also from our own root, whatever the root of the process is. */
    private static boolean isMapped(Mapping m) {
        try {
            return Files.getAttribute(Path.of(m.path()), "unix:ino") instanceof Long inode && inode == m.inode();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
