package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Sys;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks for inotify instances in one process after the other; buffers are reused, since hosts have 100 000 descriptors. */
final class InotifyWalk implements AutoCloseable {
    private static final byte[] TARGET = "anon_inode:inotify".getBytes(StandardCharsets.US_ASCII);

    private static final String WATCH = "inotify wd:";
    private static final int KCMP_FILE = 0;
    private static final int NAME_BYTES = 16;
    private static final int TARGET_BYTES = 32;

    /** One descriptor for an instance; a child inherits its parent's. */
    private record Holder(int pid, int fd) {}

    private final long deadline;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment name = arena.allocate(NAME_BYTES);
    private final MemorySegment target = arena.allocate(TARGET_BYTES);
    private final MemorySegment plain = MemorySegment.ofArray(TARGET);
    private final Map<Integer, Long> instances = new HashMap<>();
    private final Map<Integer, Long> watches = new HashMap<>();
    private final Map<String, List<Holder>> seen = new HashMap<>();

    InotifyWalk(long deadline) {
        this.deadline = deadline;
    }

    boolean late() {
        return System.nanoTime() > deadline;
    }

    InotifyUse use() {
        return new InotifyUse(Map.copyOf(instances), Map.copyOf(watches));
    }

    /** @return 0, or the errno by which its descriptors were refused */
    int process(int pid) {
        String path = "/proc/" + pid + "/fd";
        int directory = Sys.open(path, Sys.O_RDONLY | Sys.O_DIRECTORY);
        if (directory < 0) {
            return -directory;
        }
        try {
            String[] fds = new File(path).list();
            for (int i = 0; fds != null && i < fds.length && !late(); i++) {
                if (inotify(directory, fds[i])) {
                    count(new Holder(pid, Integer.parseInt(fds[i])));
                }
            }
            return 0;
        } finally {
            Sys.close(directory);
        }
    }

    private boolean inotify(int directory, String fd) {
        if (fd.length() >= NAME_BYTES) {
            return false;
        }
        name.setString(0, fd, StandardCharsets.US_ASCII);
        long n = Sys.call(Arch.current().readlinkat(), directory, name.address(), target.address(), TARGET_BYTES);
        return n == plain.byteSize() && target.asSlice(0, n).mismatch(plain) < 0;
    }

    private void count(Holder holder) {
        String info = KernelFile.text("/proc/" + holder.pid + "/fdinfo/" + holder.fd)
                .asOptional()
                .orElse("");
        List<Holder> alike = seen.computeIfAbsent(info.length() + ":" + info.hashCode(), k -> new ArrayList<>());
        if (alike.stream().noneMatch(other -> same(other, holder))) {
            alike.add(holder);
            int uid = uid(holder.pid);
            instances.merge(uid, 1L, Long::sum);
            watches.merge(uid, info.lines().filter(l -> l.startsWith(WATCH)).count(), Long::sum);
        }
    }

    /** kcmp(2); where it is refused two of equal contents count as two. */
    private static boolean same(Holder a, Holder b) {
        return Sys.call(Arch.current().kcmp(), a.pid, b.pid, KCMP_FILE, a.fd, b.fd, 0) == 0;
    }

    private static int uid(int pid) {
        return KernelFile.text("/proc/" + pid + "/status")
                .map(Capabilities::parse)
                .map(Capabilities::uid)
                .asOptional()
                .orElse(0);
    }

    @Override
    public void close() {
        arena.close();
    }
}
