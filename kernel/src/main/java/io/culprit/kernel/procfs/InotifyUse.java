package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much inotify each user has in use (inotify(7)). The kernel counts it but tells nobody, so the descriptors of all
 * processes are looked through, within a bound on time.
 *
 * @param instances by effective uid of the holder; {@code watches} likewise
 */
public record InotifyUse(Map<Integer, Long> instances, Map<Integer, Long> watches) {
    private static final String TARGET = "anon_inode:inotify";
    private static final String WATCH = "inotify wd:";
    private static final int KCMP_FILE = 0;

    /** One descriptor for an instance; a child inherits its parent's. */
    private record Holder(int pid, int fd) {}

    /** @param nanos for the whole walk; when it does not suffice there is no count */
    public static Read<InotifyUse> count(long nanos) {
        long deadline = System.nanoTime() + nanos;
        Map<Integer, Long> instances = new HashMap<>();
        Map<Integer, Long> watches = new HashMap<>();
        Map<String, List<Holder>> seen = new HashMap<>();
        int closed = 0;
        int[] pids = Processes.pids();
        for (int at = 0; at < pids.length; at++) {
            int pid = pids[at];
            String[] fds = new File("/proc/" + pid + "/fd").list();
            if (fds == null || closed > 0) {
                // One that may not be read spoils the count: from there on only such are counted, for the reason.
                closed += fds == null && new File("/proc/" + pid).exists() ? 1 : 0;
                continue;
            }
            for (String fd : fds) {
                if (System.nanoTime() > deadline) {
                    return Read.malformed(
                            "count inotify",
                            "stopped after " + nanos / 1_000_000 + " ms at process " + at + " of " + pids.length
                                    + ": this host holds too many descriptors to look at each");
                }
                if (Links.read("/proc/" + pid + "/fd/" + fd)
                        .asOptional()
                        .filter(TARGET::equals)
                        .isPresent()) {
                    String info = KernelFile.text("/proc/" + pid + "/fdinfo/" + fd)
                            .asOptional()
                            .orElse("");
                    List<Holder> alike =
                            seen.computeIfAbsent(info.length() + ":" + info.hashCode(), k -> new ArrayList<>());
                    Holder holder = new Holder(pid, Integer.parseInt(fd));
                    if (alike.stream().noneMatch(other -> same(other, holder))) {
                        alike.add(holder);
                        int uid = uid(pid);
                        instances.merge(uid, 1L, Long::sum);
                        watches.merge(
                                uid,
                                info.lines().filter(l -> l.startsWith(WATCH)).count(),
                                Long::sum);
                    }
                }
            }
        }
        return closed > 0
                ? Read.malformed(
                        "count inotify",
                        "the descriptors of " + closed + " of " + pids.length + " processes may not be listed ("
                                + Errno.words(Errno.EACCES) + "): run as root or with CAP_SYS_PTRACE")
                : Read.ok(new InotifyUse(Map.copyOf(instances), Map.copyOf(watches)));
    }

    /** kcmp(2); where it is refused two of equal contents count as two. */
    private static boolean same(Holder a, Holder b) {
        return Sys.call(Arch.current().kcmp(), a.pid(), b.pid(), KCMP_FILE, a.fd(), b.fd(), 0) == 0;
    }

    private static int uid(int pid) {
        return KernelFile.text("/proc/" + pid + "/status")
                .map(Capabilities::parse)
                .map(Capabilities::uid)
                .asOptional()
                .orElse(0);
    }

    /** The largest use by one user. */
    public static long largest(Map<Integer, Long> byUser) {
        return byUser.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
