package io.culprit.record.sample;

import io.culprit.kernel.sys.Read;
import io.culprit.kernel.tasks.TaskColumn;
import io.culprit.kernel.tasks.TaskSource;
import io.culprit.kernel.tasks.TaskTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Processes of a busy host that come and go, exec, work and grow, always the same, behind those of a real source while that is
 * wanted. Their pids are beyond the kernel's greatest, so that /proc never knows them; few, so that they are used again.
 */
final class Herd implements TaskSource {
    private static final int FIRST_PID = 1 << 30;
    private static final int PIDS = 20_000;
    private static final int PROGRAMS = 60;
    private static final int SAMPLE_MICROS = 10_000_000;
    private static final int PAGE = 4096;
    /** Sometimes one takes a CPU for ten minutes. */
    private static final int SPIKE_EVERY = 2000;

    private static final int SPIKE_SAMPLES = 60;

    private static final class Task {
        int pid;
        long start;
        int program;
        int activity;
        long cpu;
        long anon;
        long fds;
    }

    private final TaskSource live;
    private final int size;
    private final RecorderClock clock;
    private final SplittableRandom random = new SplittableRandom(48);
    private final List<Task> tasks = new ArrayList<>();
    private final long[] names = new long[PROGRAMS];
    boolean withLive;
    private int nextPid;
    private int sample;

    Herd(TaskSource live, int size, RecorderClock clock) {
        this.live = live;
        this.size = size;
        this.clock = clock;
        for (int i = 0; i < PROGRAMS; i++) {
            byte[] name = "herd-%03d".formatted(i).getBytes(StandardCharsets.US_ASCII);
            for (int b = 0; b < name.length; b++) {
                names[i] |= (long) name[b] << (b * Byte.SIZE);
            }
        }
    }

    @Override
    public Read<Integer> read(TaskTable table, int wanted) {
        table.clear();
        if (withLive && live.read(table, wanted) instanceof Read.Refused<Integer> refused) {
            return refused;
        }
        churn();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            live(task, i == 0 && sample % SPIKE_EVERY < SPIKE_SAMPLES);
            int row = table.add(task.pid, 1, task.start, task.pid % 9 == 0, names[task.program], 0);
            table.set(row, TaskColumn.CPU_USER, task.cpu);
            table.set(row, TaskColumn.CPU_SYSTEM, task.cpu / 4);
            table.set(row, TaskColumn.RSS_ANON, task.anon);
            table.set(row, TaskColumn.RSS_FILE, 800 * PAGE);
            table.set(row, TaskColumn.THREADS, 1 + task.program);
            table.set(row, TaskColumn.FDS, task.fds);
            table.set(row, TaskColumn.MINOR_FAULTS, task.anon / PAGE);
            table.set(row, TaskColumn.READ_NOW, wanted);
        }
        sample++;
        return Read.ok(table.rows());
    }

    private void churn() {
        while (tasks.size() < size) {
            tasks.add(born());
        }
        // Some live for one sample, some for all days; now and then a burst of jobs comes and goes.
        int replaced = random.nextInt(500) == 0 ? size / 2 : random.nextInt(4);
        for (int i = 0; i < replaced; i++) {
            tasks.set(size / 4 + random.nextInt(size - size / 4), born());
        }
        if (random.nextInt(20) == 0) {
            tasks.get(random.nextInt(size)).program = random.nextInt(PROGRAMS);
        }
    }

    private Task born() {
        Task task = new Task();
        task.pid = FIRST_PID + nextPid++ % PIDS;
        task.start = clock.bootMillis() / 10 - random.nextInt(900);
        task.program = random.nextInt(PROGRAMS);
        task.activity = random.nextInt(5) == 0 ? 1 + random.nextInt(SAMPLE_MICROS / 50) : 0;
        task.anon = (long) PAGE * (200 + random.nextInt(20_000));
        task.fds = 3L + random.nextInt(40);
        return task;
    }

    private void live(Task task, boolean spikes) {
        if (spikes) {
            task.cpu += SAMPLE_MICROS * 9L / 10;
        } else if (task.activity > 0) {
            task.cpu += random.nextInt(task.activity);
            task.anon = Math.max(PAGE, task.anon + (long) PAGE * (random.nextInt(9) - 4));
            task.fds = Math.max(3, task.fds + random.nextInt(3) - 1);
        }
    }

    @Override
    public String method() {
        return "a herd and " + live.method();
    }

    @Override
    public void close() {
        live.close();
    }
}
