package io.culprit.kernel.tasks;

import io.culprit.kernel.fd.ProcessLimits;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Sys;

/**
 * {@code /proc/PID/stat} of processes, held open as far as it goes: measured, 3.6 µs a reading instead of 6.9 of one that is
 * opened anew.
 */
final class StatFiles {
    /** The kernel keeps about 5 KB for each open one (a page of text among them): at most about 10 MB. */
    static final int MAX_HELD = 2048;

    /** For what else this program opens. */
    private static final int LEFT_OPEN = 256;

    private static final byte[] STAT = ProcDirectory.name("stat");

    private final ProcDirectory directory;
    private final KnownTasks known;
    private final int maxHeld;
    final StatLine line = new StatLine();

    StatFiles(ProcDirectory directory, KnownTasks known, int maxHeld) {
        this.directory = directory;
        this.known = known;
        this.maxHeld = maxHeld;
    }

    /** How many may be held here, given the limit of open files. */
    static int affordable() {
        int self = (int) ProcessHandle.current().pid();
        long limit = ProcessLimits.openFiles(self)
                .asOptional()
                .map(ProcessLimits.Limit::soft)
                .orElse(0L);
        return (int) Math.max(0, Math.min(MAX_HELD, limit / 2 - LEFT_OPEN));
    }

    /**
     * Reads the process's line, and forgets what was known of the task when it is not the process that was known.
     *
     * @return 0, or {@code -errno}
     */
    int read(KnownTask task) {
        int n = task.statFd == KnownTask.NOT_HELD ? 0 : directory.readFrom(task.statFd);
        if (n < 0) {
            // It has ended. Its pid is listed: not yet gone from the list, or another process's already.
            known.release(task);
            task.begin(task.pid, TaskTable.UNKNOWN);
        }
        if (n <= 0) {
            n = open(task);
        }
        if (n < 0) {
            return n;
        }
        if (!line.parse(directory.bytes, n)) {
            return -Errno.EINVAL;
        }
        if (line.startTicks != task.startTicks) {
            task.begin(task.pid, line.startTicks);
        }
        return 0;
    }

    /** Whether the pid still is that process's, so that what was read by its path in between was of it. */
    boolean same(KnownTask task) {
        int n = task.statFd == KnownTask.NOT_HELD ? directory.read(task.pid, STAT) : directory.readFrom(task.statFd);
        return n > 0 && line.parse(directory.bytes, n) && line.startTicks == task.startTicks;
    }

    private int open(KnownTask task) {
        int fd = directory.open(task.pid, STAT, Sys.O_RDONLY);
        if (fd < 0) {
            return fd;
        }
        int n = directory.readFrom(fd);
        if (n > 0 && known.held() < maxHeld) {
            known.hold(task, fd);
        } else {
            Sys.close(fd);
        }
        return n;
    }
}
