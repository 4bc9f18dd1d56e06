package io.culprit.record.spike;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.record.store.Frame;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The CPU of each program since the sample before. Workers of one daemon are one program: each of twelve may rise by little.
 * A program keeps its number while it is remembered; number 0 is all that there was no room for.
 */
final class ProgramLevels {
    /** A host that runs more programs within an hour makes up names; those are watched through the host's CPU alone. */
    static final int MOST = 4096;

    private static final int FIRST = 256;
    /** A process this old does not work hard because it has just begun. */
    static final long SETTLED_MILLIS = 600_000;

    /** Forgotten when none of its processes was seen for so long: what a nightly job is like stays in its profile. */
    private static final long FORGET_MILLIS = 2 * 3_600_000L;

    private static final double MICROS_PER_MILLI = 1000;

    private final Map<String, Integer> numbers = new HashMap<>();
    private @Nullable String[] names = new String[FIRST];
    private long[] seenAt = new long[FIRST];
    float[] levels = new float[FIRST];
    /** The part of {@link #levels} that settled processes used. */
    float[] settled = new float[FIRST];

    private float[] hottest = new float[FIRST];
    private int[] hottestHandle = new int[FIRST];
    private int[] busy = new int[FIRST];
    private int count = 1;

    private @Nullable RecordedProcess[] processes = new RecordedProcess[FIRST];
    private int[] numberOf = new int[FIRST];
    private long[] cpuOf = new long[FIRST];
    private int[] sampleOf = new int[FIRST];
    private int sample;

    int count() {
        return count;
    }

    int capacity() {
        return levels.length;
    }

    @Nullable
    String name(int number) {
        return names[number];
    }

    /** Handle of the process that used most at the latest sample. */
    int hottest(int number) {
        return hottestHandle[number];
    }

    /** How many of its processes used CPU at the latest sample. */
    int busy(int number) {
        return busy[number];
    }

    /**
     * @param elapsedMillis since the sample before; 0 at the first, which only takes the counters
     * @param reused told of each number that goes to another program, or is new
     */
    void read(Frame frame, ProcessNames who, long elapsedMillis, Numbers reused) {
        sample++;
        Arrays.fill(levels, 0, count, 0);
        Arrays.fill(settled, 0, count, 0);
        Arrays.fill(hottest, 0, count, 0);
        Arrays.fill(busy, 0, count, 0);
        long[] user = frame.column(ProcessMetric.CPU_USER);
        long[] system = frame.column(ProcessMetric.CPU_SYSTEM);
        long wall = frame.wallMillis();
        for (int row = 0; row < frame.rows(); row++) {
            int handle = frame.handle(row);
            RecordedProcess process = who.process(handle);
            boolean known = handle < processes.length && knows(handle, process, wall, reused);
            if (!known) {
                meet(handle, process, wall, reused);
            }
            int number = numberOf[handle];
            seenAt[number] = wall;
            if (user[row] == ProcessMetric.UNKNOWN || system[row] == ProcessMetric.UNKNOWN) {
                continue;
            }
            long cpu = user[row] + system[row];
            boolean continues = known && sampleOf[handle] == sample - 1;
            long used = continues ? cpu - cpuOf[handle] : wall - process.startedMillis() <= elapsedMillis ? cpu : 0;
            cpuOf[handle] = cpu;
            sampleOf[handle] = sample;
            if (used > 0 && elapsedMillis > 0) {
                add(number, handle, (float) (used / (elapsedMillis * MICROS_PER_MILLI)), process, wall);
            }
        }
    }

    private void add(int number, int handle, float cpus, RecordedProcess process, long wall) {
        levels[number] += cpus;
        busy[number]++;
        if (wall - process.startedMillis() >= SETTLED_MILLIS) {
            settled[number] += cpus;
        }
        if (cpus > hottest[number]) {
            hottest[number] = cpus;
            hottestHandle[number] = handle;
        }
    }

    @SuppressWarnings("ReferenceEquality") // The same instance is the same description; comparing texts costs more.
    private boolean knows(int handle, RecordedProcess process, long wall, Numbers reused) {
        RecordedProcess then = processes[handle];
        if (then == process) {
            return true;
        }
        if (then == null || !then.id().equals(process.id())) {
            return false;
        }
        // The same process after an exec: its counters go on, under another program.
        processes[handle] = process;
        numberOf[handle] = number(process.program(), wall, reused);
        return true;
    }

    private void meet(int handle, RecordedProcess process, long wall, Numbers reused) {
        if (handle >= processes.length) {
            int capacity = Math.max(handle + 1, 2 * processes.length);
            processes = Arrays.copyOf(processes, capacity);
            numberOf = Arrays.copyOf(numberOf, capacity);
            cpuOf = Arrays.copyOf(cpuOf, capacity);
            sampleOf = Arrays.copyOf(sampleOf, capacity);
        }
        processes[handle] = process;
        numberOf[handle] = number(process.program(), wall, reused);
    }

    /** Told of changes of the numbers. */
    interface Numbers {
        void grown(int capacity);

        void given(int number, String program);
    }

    private int number(String program, long wall, Numbers reused) {
        Integer known = numbers.get(program);
        if (known != null) {
            return known;
        }
        int number = count < MOST ? count++ : oldest(wall);
        if (number == 0) {
            return 0;
        }
        if (number == levels.length) {
            grow(reused);
        }
        String before = names[number];
        if (before != null) {
            numbers.remove(before);
        }
        names[number] = program;
        numbers.put(program, number);
        seenAt[number] = wall;
        levels[number] = 0;
        settled[number] = 0;
        hottest[number] = 0;
        busy[number] = 0;
        reused.given(number, program);
        return number;
    }

    private int oldest(long wall) {
        int oldest = 0;
        long at = wall - FORGET_MILLIS;
        for (int i = 1; i < count; i++) {
            if (seenAt[i] < at) {
                at = seenAt[i];
                oldest = i;
            }
        }
        return oldest;
    }

    private void grow(Numbers reused) {
        int capacity = 2 * levels.length;
        names = Arrays.copyOf(names, capacity);
        seenAt = Arrays.copyOf(seenAt, capacity);
        levels = Arrays.copyOf(levels, capacity);
        settled = Arrays.copyOf(settled, capacity);
        hottest = Arrays.copyOf(hottest, capacity);
        hottestHandle = Arrays.copyOf(hottestHandle, capacity);
        busy = Arrays.copyOf(busy, capacity);
        reused.grown(capacity);
    }
}
