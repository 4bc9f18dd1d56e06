package io.culprit.kernel.tasks;

/** The group {@link TaskColumn#DETAILS_READ}: what costs another two files a process. */
final class DetailFiles {
    /** Of an idle process: swapping and mapping move nothing that stat shows. At 10 s, once in 200 s. */
    static final int IDLE_READINGS = 20;

    /** Who may not read a file may not read it in ten seconds either; at 10 s, about once an hour. */
    static final int REFUSED_READINGS = 360;

    private static final byte[] STATUS = ProcDirectory.name("status");
    private static final byte[] IO = ProcDirectory.name("io");

    private final ProcDirectory directory;
    private final StatusLines status = new StatusLines();
    private final IoLines io = new IoLines();
    private long readings;

    DetailFiles(ProcDirectory directory) {
        this.directory = directory;
    }

    /** Before each reading at which the group is wanted. */
    void begin() {
        readings++;
    }

    boolean due(KnownTask task) {
        return readings >= task.statusAfter && (task.detailsMoved || (readings + task.pid) % IDLE_READINGS == 0);
    }

    /** @return whether there are new values */
    boolean read(KnownTask task) {
        int n = directory.read(task.pid, STATUS);
        if (n < 0) {
            forgetStatus(task);
            task.statusAfter = readings + REFUSED_READINGS;
            return false;
        }
        status.parse(directory.bytes, n);
        task.set(TaskColumn.RSS_ANON, status.rssAnon);
        task.set(TaskColumn.RSS_FILE, status.rssFile);
        task.set(TaskColumn.RSS_SHMEM, status.rssShmem);
        task.set(TaskColumn.VM_DATA, status.data);
        task.set(TaskColumn.SWAP, status.swap);
        // The main thread's alone. Those of all threads would take a file for each thread: better none than a part of
        // them.
        task.set(TaskColumn.VOLUNTARY_SWITCHES, task.threaded ? TaskTable.UNKNOWN : status.voluntary);
        task.set(TaskColumn.INVOLUNTARY_SWITCHES, task.threaded ? TaskTable.UNKNOWN : status.involuntary);
        readIo(task);
        task.detailsMoved = false;
        return true;
    }

    private void readIo(KnownTask task) {
        if (readings < task.ioAfter) {
            return;
        }
        int n = directory.read(task.pid, IO);
        if (n < 0) {
            task.ioAfter = readings + REFUSED_READINGS;
            task.set(TaskColumn.READ_BYTES, TaskTable.UNKNOWN);
            task.set(TaskColumn.WRITE_BYTES, TaskTable.UNKNOWN);
            return;
        }
        io.parse(directory.bytes, n);
        task.set(TaskColumn.READ_BYTES, io.read);
        task.set(TaskColumn.WRITE_BYTES, io.written);
    }

    private static void forgetStatus(KnownTask task) {
        for (TaskColumn column : OF_STATUS) {
            task.set(column, TaskTable.UNKNOWN);
        }
    }

    private static final TaskColumn[] OF_STATUS = {
        TaskColumn.RSS_ANON,
        TaskColumn.RSS_FILE,
        TaskColumn.RSS_SHMEM,
        TaskColumn.VM_DATA,
        TaskColumn.SWAP,
        TaskColumn.VOLUNTARY_SWITCHES,
        TaskColumn.INVOLUNTARY_SWITCHES
    };
}
