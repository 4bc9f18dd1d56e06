package io.culprit.record.store;

import io.culprit.model.recording.RecordedProcess;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The living processes by handle, and whether the live segment holds their description yet. */
final class Handles {
    private static final int FIRST_CAPACITY = 512;
    private static final long NOWHERE = -1;

    private @Nullable RecordedProcess[] processes = new RecordedProcess[FIRST_CAPACITY];
    private long[] placements = new long[FIRST_CAPACITY];
    private boolean[] placed = new boolean[FIRST_CAPACITY];
    private long[] describedIn = new long[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeCount;
    private int count;

    int add(RecordedProcess process) {
        int handle = freeCount > 0 ? free[--freeCount] : count++;
        if (handle == processes.length) {
            int capacity = 2 * handle;
            processes = Arrays.copyOf(processes, capacity);
            placements = Arrays.copyOf(placements, capacity);
            placed = Arrays.copyOf(placed, capacity);
            describedIn = Arrays.copyOf(describedIn, capacity);
            free = Arrays.copyOf(free, capacity);
        }
        set(handle, process);
        return handle;
    }

    void set(int handle, RecordedProcess process) {
        processes[handle] = process;
        placed[handle] = false;
        describedIn[handle] = NOWHERE;
    }

    void remove(int handle) {
        process(handle);
        processes[handle] = null;
        free[freeCount++] = handle;
    }

    /** @throws IllegalArgumentException for a handle that stands for no process */
    RecordedProcess process(int handle) {
        RecordedProcess process = handle >= 0 && handle < count ? processes[handle] : null;
        if (process == null) {
            throw new IllegalArgumentException("handle " + handle + " stands for no process");
        }
        return process;
    }

    boolean isDescribed(int handle, long segment) {
        return describedIn[handle] == segment;
    }

    void described(int handle, long segment) {
        describedIn[handle] = segment;
    }

    /** How the clocks stood when it was described, so that its start stays where it was when the wall clock is set. */
    long placement(int handle, long now) {
        if (!placed[handle]) {
            placed[handle] = true;
            placements[handle] = now;
        }
        return placements[handle];
    }
}
