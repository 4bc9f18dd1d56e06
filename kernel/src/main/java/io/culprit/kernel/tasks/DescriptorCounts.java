package io.culprit.kernel.tasks;

import io.culprit.kernel.sys.NumberedEntries;
import io.culprit.kernel.sys.Sys;
import java.io.File;

/** The group {@link TaskColumn#FDS_READ}: one call a process since Linux 6.2, a listing before. */
final class DescriptorCounts {
    /** Of an idle process: one that leaks a descriptor a minute uses less CPU than stat shows. At 10 s, once a minute. */
    static final int IDLE_READINGS = 6;

    /** Where they must be listed, the kernel makes an inode for each: no process more often than that. At 10 s, a minute. */
    static final int LISTED_READINGS = 6;

    /** And one of many the seldomer the more it has, so that it costs no more than about 1 ms a reading. */
    static final int LISTED_A_READING = 1000;

    /** Listing more would hold the reading up for a tenth of a second and more. Beyond, it is unknown. */
    static final int MAX_LISTED = 100_000;

    private static final byte[] FD = ProcDirectory.name("fd");

    private final ProcDirectory directory;
    private final NumberedEntries entries = new NumberedEntries();
    private final boolean sizeIsCount;
    private long readings;

    DescriptorCounts(ProcDirectory directory, String root) {
        this.directory = directory;
        sizeIsCount = new File(root, "self/fd").length() > 0;
    }

    void begin() {
        readings++;
    }

    boolean due(KnownTask task) {
        return readings >= task.descriptorsAfter
                && (task.descriptorsMoved || (readings + task.pid) % IDLE_READINGS == 0);
    }

    /** @return whether there is a new value */
    boolean read(KnownTask task) {
        long count = sizeIsCount ? directory.size(task.pid, FD) : list(task);
        task.set(TaskColumn.FDS, count < 0 ? TaskTable.UNKNOWN : count);
        if (count < 0) {
            task.descriptorsAfter = readings + DetailFiles.REFUSED_READINGS;
            return false;
        }
        task.descriptorsMoved = false;
        return true;
    }

    private long list(KnownTask task) {
        int fd = directory.open(task.pid, FD, Sys.O_RDONLY | Sys.O_DIRECTORY);
        if (fd < 0) {
            return fd;
        }
        entries.open(fd);
        long count = 0;
        int entry = entries.next();
        while (entry >= 0 && count < MAX_LISTED) {
            count++;
            entry = entries.next();
        }
        Sys.close(fd);
        task.descriptorsAfter = readings + Math.max(LISTED_READINGS, count / LISTED_A_READING);
        if (count == MAX_LISTED) {
            return TaskTable.UNKNOWN;
        }
        return entry == Integer.MIN_VALUE ? count : entry;
    }
}
