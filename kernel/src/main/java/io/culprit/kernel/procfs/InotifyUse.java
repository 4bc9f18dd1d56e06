package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.util.Map;

/**
 * How much inotify each user has in use (inotify(7)). The kernel counts it but tells nobody, so the descriptors of all
 * processes are looked through, within a bound on time.
 *
 * @param instances by effective uid of the holder; {@code watches} likewise
 */
public record InotifyUse(Map<Integer, Long> instances, Map<Integer, Long> watches) {

    /** @param nanos for the whole walk; when it does not suffice there is no count */
    public static Read<InotifyUse> count(long nanos) {
        int[] pids = Processes.pids();
        int refused = 0;
        try (InotifyWalk walk = new InotifyWalk(System.nanoTime() + nanos)) {
            for (int at = 0; at < pids.length; at++) {
                int errno = walk.process(pids[at]);
                refused += errno == Errno.EACCES || errno == Errno.EPERM ? 1 : 0;
                if (walk.late()) {
                    return Read.malformed(
                            "count inotify",
                            "stopped after " + nanos / 1_000_000 + " ms at process " + at + " of " + pids.length
                                    + ": this host holds too many descriptors to look at each");
                }
            }
            return refused > 0
                    ? Read.malformed(
                            "count inotify",
                            "the descriptors of " + refused + " of " + pids.length + " processes may not be listed ("
                                    + Errno.words(Errno.EACCES) + "): run as root or with CAP_SYS_PTRACE")
                    : Read.ok(walk.use());
        }
    }

    /** The largest use by one user. */
    public static long largest(Map<Integer, Long> byUser) {
        return byUser.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
