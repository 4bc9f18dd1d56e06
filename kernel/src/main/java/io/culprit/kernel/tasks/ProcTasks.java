package io.culprit.kernel.tasks;

import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;

/**
 * All processes from /proc: for hosts that refuse BPF and for ordinary users. One file a process at every reading; the groups
 * of {@link TaskColumn#READ_NOW} of those that did something since, and of the others every so many readings, each process at
 * another one so that all readings cost the same. In between, the last values are repeated.
 *
 * <p>What a user may not read is unknown, and asked for again only after some hundred readings. The switches of a process with
 * several threads are unknown: /proc has them of each thread alone, and of ended ones not at all. CPU times are as coarse as
 * the clock tick, 10 ms.
 *
 * <p>Only sockets of the host's network namespace are told apart by kind.
 */
public final class ProcTasks implements TaskSource {
    private static final long MICROS = 1_000_000;

    private final String root;
    private final ProcDirectory directory;
    private final KnownTasks known = new KnownTasks();
    private final StatFiles stats;
    private final DetailFiles details;
    private final DescriptorCounts descriptors;
    private final SocketWalk sockets;
    private final long microsPerTick;

    public ProcTasks() {
        this("/proc", StatFiles.affordable());
    }

    ProcTasks(String root, int maxHeld) {
        this.root = root;
        microsPerTick = MICROS / AuxVector.self().ticksPerSecond();
        directory = new ProcDirectory(root);
        stats = new StatFiles(directory, known, maxHeld);
        details = new DetailFiles(directory);
        descriptors = new DescriptorCounts(directory, root);
        sockets = new SocketWalk(directory, stats, root);
    }

    @Override
    public Read<Integer> read(TaskTable table, int wanted) {
        table.clear();
        int count = directory.list();
        return count < 0 ? Read.refused("list " + root, -count) : add(directory.pids, count, table, wanted);
    }

    /**
     * Adds these processes alone to what the table has.
     *
     * @param pids in ascending order; those that are no process any more are left out
     * @return how many rows the table has now
     */
    Read<Integer> add(int[] pids, int count, TaskTable table, int wanted) {
        if ((wanted & TaskColumn.DETAILS_READ) != 0) {
            details.begin();
        }
        if ((wanted & TaskColumn.FDS_READ) != 0) {
            descriptors.begin();
        }
        int refused = 0;
        known.begin();
        for (int i = 0; i < count; i++) {
            KnownTask task = known.find(pids[i]);
            int error = read(task, table, wanted);
            if (error == 0) {
                known.keep(task);
            } else {
                known.drop(task);
                refused = error == -Errno.ENOENT || error == -Errno.ESRCH ? refused : -error;
            }
        }
        known.end();
        if (table.rows() == 0 && refused != 0) {
            return Read.refused("read stat of all processes in " + root, refused);
        }
        if ((wanted & TaskColumn.SOCKETS_READ) != 0) {
            sockets.read(known, table);
        }
        return Read.ok(table.rows());
    }

    private int read(KnownTask task, TaskTable table, int wanted) {
        int error = stats.read(task);
        if (error != 0) {
            return error;
        }
        StatLine line = stats.line;
        task.take(line, microsPerTick);
        int parent = line.parent;
        boolean kernelThread = line.kernelThread;
        long nameLow = line.nameLow;
        long nameHigh = line.nameHigh;
        int now = groups(task, wanted);
        if (now != 0 && !stats.same(task)) {
            return -Errno.ESRCH;
        }
        task.row = table.add(task.pid, parent, task.startTicks, kernelThread, nameLow, nameHigh);
        task.set(TaskColumn.READ_NOW, now);
        table.fill(task.row, task.values);
        return 0;
    }

    private int groups(KnownTask task, int wanted) {
        int now = 0;
        if ((wanted & TaskColumn.DETAILS_READ) != 0 && details.due(task) && details.read(task)) {
            now |= TaskColumn.DETAILS_READ;
        }
        if ((wanted & TaskColumn.FDS_READ) != 0 && descriptors.due(task) && descriptors.read(task)) {
            now |= TaskColumn.FDS_READ;
        }
        return now;
    }

    @Override
    public String method() {
        return "/proc";
    }

    @Override
    public void close() {
        known.releaseAll();
        sockets.close();
        directory.close();
    }
}
