package io.culprit.kernel.tasks;

import io.culprit.kernel.sys.Sys;
import java.util.Arrays;

/**
 * The processes of the last reading, met again by going through this one's in the same order of pids: no table of hashes, and
 * no process is made twice, since those that ended are used again.
 */
final class KnownTasks {
    private static final int FIRST_TASKS = 1024;

    private KnownTask[] last = new KnownTask[FIRST_TASKS];
    private int lastCount;
    private int lastAt;
    private KnownTask[] now = new KnownTask[FIRST_TASKS];
    private int nowCount;
    private KnownTask[] spare = new KnownTask[FIRST_TASKS];
    private int spareCount;
    private int held;

    void begin() {
        lastAt = 0;
        nowCount = 0;
    }

    /** The process of that pid at the last reading, or a blank one. To be kept or dropped before the next is asked for. */
    KnownTask find(int pid) {
        while (lastAt < lastCount && last[lastAt].pid < pid) {
            drop(last[lastAt++]);
        }
        if (lastAt < lastCount && last[lastAt].pid == pid) {
            return last[lastAt++];
        }
        KnownTask task = spareCount > 0 ? spare[--spareCount] : new KnownTask();
        task.begin(pid, TaskTable.UNKNOWN);
        return task;
    }

    void keep(KnownTask task) {
        if (nowCount == now.length) {
            now = Arrays.copyOf(now, 2 * nowCount);
        }
        now[nowCount++] = task;
    }

    void drop(KnownTask task) {
        release(task);
        if (spareCount == spare.length) {
            spare = Arrays.copyOf(spare, 2 * spareCount);
        }
        spare[spareCount++] = task;
    }

    void end() {
        while (lastAt < lastCount) {
            drop(last[lastAt++]);
        }
        KnownTask[] swap = last;
        last = now;
        now = swap;
        lastCount = nowCount;
        lastAt = lastCount;
    }

    /** After {@link #end}: how many this reading has. */
    int count() {
        return lastCount;
    }

    KnownTask at(int index) {
        return last[index];
    }

    /** Index of the first process with a pid above that one; {@link #count} when there is none. */
    int after(int pid) {
        int low = 0;
        int high = lastCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (last[middle].pid <= pid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int held() {
        return held;
    }

    void hold(KnownTask task, int fd) {
        task.statFd = fd;
        held++;
    }

    void release(KnownTask task) {
        if (task.statFd != KnownTask.NOT_HELD) {
            Sys.close(task.statFd);
            task.statFd = KnownTask.NOT_HELD;
            held--;
        }
    }

    void releaseAll() {
        for (int i = 0; i < lastCount; i++) {
            release(last[i]);
        }
    }
}
