package io.culprit.kernel.tasks;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.kernel.sockdiag.NetNamespace;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.NumberedEntries;
import io.culprit.kernel.sys.Sys;
import java.nio.charset.StandardCharsets;

/**
 * The group {@link TaskColumn#SOCKETS_READ}: which descriptors are sockets, and of what kind. One link costs 3 µs, and a host
 * may have a million of them, so that each reading looks at so many and the next goes on where it stopped.
 *
 * <p>The sum of a process with many descriptors is therefore of several moments.
 */
final class SocketWalk implements AutoCloseable {
    /** Links looked at in one reading: about 6 ms. */
    static final int MAX_LINKS = 2000;

    /** One process with a hundred thousand must not keep the others from being looked at. */
    static final int MAX_LINKS_FIRST = MAX_LINKS / 4;

    /** Of a process whose number of descriptors stays: connections change their state meanwhile. Twice that where many wait. */
    static final int IDLE_READINGS = 30;

    private static final byte[] FD = ProcDirectory.name("fd");
    private static final byte[] NAMESPACE = ProcDirectory.name("ns/net");
    private static final byte[] NET = "net:[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);

    private final ProcDirectory directory;
    private final StatFiles stats;
    private final SocketKinds kinds;
    private final NumberedEntries entries = new NumberedEntries();
    private final Cursor cursor = new Cursor();
    /** Cursor.NONE where it may not be known: then nothing is said of kinds. */
    private final long namespace;

    private final KnownTask[] walked = new KnownTask[MAX_LINKS];
    private int walkedCount;
    private int budget;
    private int lastPid;
    private long readings;

    SocketWalk(ProcDirectory directory, StatFiles stats, String root) {
        this.directory = directory;
        this.stats = stats;
        kinds = new SocketKinds(directory, root, MAX_LINKS);
        namespace = NetNamespace.host().asOptional().orElse(Cursor.NONE);
    }

    /** After all processes have their rows. */
    void read(KnownTasks known, TaskTable table) {
        if (!kinds.affordable()) {
            return;
        }
        readings++;
        budget = MAX_LINKS;
        walkedCount = 0;
        int begin = known.after(lastPid);
        round(known, begin, MAX_LINKS_FIRST);
        // Nobody waits any more: go on with those that had more than their share.
        round(known, begin, MAX_LINKS);
        kinds.tell();
        for (int i = 0; i < walkedCount; i++) {
            finish(walked[i], table);
        }
    }

    private void round(KnownTasks known, int begin, int share) {
        int count = known.count();
        for (int i = 0; i < count && budget > 0; i++) {
            KnownTask task = known.at((begin + i) % count);
            if (due(task) && walkedCount < walked.length) {
                walk(task, Math.min(share, budget));
                lastPid = task.pid;
            }
        }
    }

    private boolean due(KnownTask task) {
        SocketTally tally = task.tally;
        if (readings < task.socketsAfter || tally.finished) {
            return false;
        }
        return tally.underway()
                || tally.countedAt == 0
                || tally.countedDescriptors != task.get(TaskColumn.FDS)
                || (readings + task.pid) % IDLE_READINGS == 0
                || readings - tally.countedAt >= 2 * IDLE_READINGS;
    }

    private void walk(KnownTask task, int share) {
        SocketTally tally = task.tally;
        walked[walkedCount++] = task;
        if (task.get(TaskColumn.FDS) == 0) {
            tally.restart();
            tally.finished = true;
            return;
        }
        int fd = directory.open(task.pid, FD, Sys.O_RDONLY | Sys.O_DIRECTORY);
        if (fd < 0) {
            refuse(task, -fd);
            return;
        }
        // From here on the open directory is of that process and of no later one with its pid.
        if (stats.same(task)) {
            if (!tally.underway() || Sys.seek(fd, tally.resumeAt) < 0) {
                tally.restart();
                tally.listed = namespace != Cursor.NONE && namespaceOf(task.pid) == namespace;
            }
            links(task, fd, share);
        }
        Sys.close(fd);
    }

    private void links(KnownTask task, int fd, int share) {
        SocketTally tally = task.tally;
        entries.open(fd);
        int last = budget - share;
        for (int entry = entries.next(); entry != Integer.MIN_VALUE; entry = entries.next()) {
            int n = entry < 0 ? entry : directory.link(fd, entries.name());
            if (n < 0 && n != -Errno.ENOENT) {
                refuse(task, -n);
                return;
            }
            if (n > 0 && cursor.over(directory.bytes, n).skip(SOCKET)) {
                tally.sockets++;
                long inode = cursor.number();
                if (tally.listed) {
                    kinds.add(task, entry, inode);
                }
            }
            tally.resumeAt = entries.behind();
            if (--budget <= last) {
                return;
            }
        }
        tally.finished = true;
    }

    private long namespaceOf(int pid) {
        int n = directory.link(pid, NAMESPACE);
        return n > 0 && cursor.over(directory.bytes, n).skip(NET) ? cursor.number() : Cursor.NONE;
    }

    private void refuse(KnownTask task, int errno) {
        task.tally.forget();
        if (errno == Errno.EACCES || errno == Errno.EPERM) {
            task.socketsAfter = readings + DetailFiles.REFUSED_READINGS;
            task.set(TaskColumn.SOCKETS, TaskTable.UNKNOWN);
            task.set(TaskColumn.SOCKETS_CLOSED, TaskTable.UNKNOWN);
            task.set(TaskColumn.SOCKETS_CLOSE_WAIT, TaskTable.UNKNOWN);
            task.set(TaskColumn.SOCKETS_UNIX, TaskTable.UNKNOWN);
        }
    }

    private void finish(KnownTask task, TaskTable table) {
        SocketTally tally = task.tally;
        if (!tally.finished) {
            return;
        }
        boolean told = tally.sockets == 0 || (tally.listed && tally.kindsKnown);
        publish(task, table, TaskColumn.SOCKETS, tally.sockets);
        publish(task, table, TaskColumn.SOCKETS_CLOSED, told && tally.closedKnown ? tally.closed : TaskTable.UNKNOWN);
        publish(task, table, TaskColumn.SOCKETS_CLOSE_WAIT, told ? tally.closeWait : TaskTable.UNKNOWN);
        publish(task, table, TaskColumn.SOCKETS_UNIX, told ? tally.unix : TaskTable.UNKNOWN);
        long read = table.column(TaskColumn.READ_NOW)[task.row];
        table.set(task.row, TaskColumn.READ_NOW, read | TaskColumn.SOCKETS_READ);
        tally.restart();
        tally.countedAt = readings;
        tally.countedDescriptors = task.get(TaskColumn.FDS);
    }

    private static void publish(KnownTask task, TaskTable table, TaskColumn column, long value) {
        task.set(column, value);
        table.set(task.row, column, value);
    }

    @Override
    public void close() {
        kinds.close();
    }
}
