package io.culprit.kernel.tasks;

import java.util.Arrays;

/** What is remembered of one process from reading to reading; used again for another one after it ended. */
final class KnownTask {
    static final int NOT_HELD = -1;

    final long[] values = new long[TaskColumn.COUNT];
    int pid;
    long startTicks;
    /** Its open {@code /proc/PID/stat}: as long as reading that succeeds, the pid was not given to another process. */
    int statFd = NOT_HELD;

    long rssPages;
    /** Whether it did anything since the group was read last. */
    boolean detailsMoved;

    boolean descriptorsMoved;
    /** It had more than one thread once, so that the main thread's switches are not all. */
    boolean threaded;

    /** Readings of the group before which it is not asked for again, since it was refused or is dear. */
    long statusAfter;

    long ioAfter;
    long descriptorsAfter;
    long socketsAfter;

    int row;
    final SocketTally tally = new SocketTally();

    /** As of a process of which nothing is known yet. */
    void begin(int pid, long startTicks) {
        this.pid = pid;
        this.startTicks = startTicks;
        Arrays.fill(values, TaskTable.UNKNOWN);
        rssPages = TaskTable.UNKNOWN;
        detailsMoved = true;
        descriptorsMoved = true;
        threaded = false;
        statusAfter = 0;
        ioAfter = 0;
        descriptorsAfter = 0;
        socketsAfter = 0;
        tally.forget();
    }

    long get(TaskColumn column) {
        return values[column.slot];
    }

    void set(TaskColumn column, long value) {
        values[column.slot] = value;
    }

    /** Takes the cheap values, and sees from them whether the process did anything. */
    void take(StatLine stat, long microsPerTick) {
        boolean moved = put(TaskColumn.CPU_USER, stat.userTicks * microsPerTick);
        moved |= put(TaskColumn.CPU_SYSTEM, stat.systemTicks * microsPerTick);
        moved |= put(TaskColumn.MINOR_FAULTS, stat.minorFaults);
        moved |= put(TaskColumn.MAJOR_FAULTS, stat.majorFaults);
        moved |= put(TaskColumn.THREADS, stat.threads);
        moved |= rssPages != stat.rssPages;
        rssPages = stat.rssPages;
        threaded |= stat.threads > 1;
        detailsMoved |= moved;
        descriptorsMoved |= moved;
    }

    private boolean put(TaskColumn column, long value) {
        boolean other = values[column.slot] != value;
        values[column.slot] = value;
        return other;
    }
}
