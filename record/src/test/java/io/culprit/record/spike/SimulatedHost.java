package io.culprit.record.spike;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.record.store.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** A host whose CPU is known to the last tick: what each process is to use, sample by sample, as counters in frames. */
final class SimulatedHost implements ProcessNames {
    static final String BOOT = "7d1f0a34-8a4c-4e0b-9a53-0d6f6a1f9c11";
    private static final double MICROS = 1000;

    final int cpus;
    final Random random;
    final Frame frame = new Frame();
    private final List<RecordedProcess> processes = new ArrayList<>();
    private final List<Boolean> alive = new ArrayList<>();
    private double[] cpu = new double[16];
    private double[] level = new double[16];
    private double hostMicros;
    private double waitedMicros;
    private double load;
    private final long bootWall;
    long wall;

    SimulatedHost(int cpus, long wall, long seed) {
        this(cpus, wall, seed, 30 * 86_400_000L);
    }

    SimulatedHost(int cpus, long wall, long seed, long upMillis) {
        this.cpus = cpus;
        this.wall = wall;
        this.bootWall = wall - upMillis;
        random = new Random(seed);
    }

    /** A process that began long ago. */
    int old(String program) {
        return start(program, wall - 5 * 86_400_000L);
    }

    int start(String program) {
        return start(program, wall);
    }

    private int start(String program, long at) {
        int handle = processes.size();
        int pid = 1000 + handle;
        processes.add(new RecordedProcess(
                new ProcessId(BOOT, pid, (at - bootWall) / 10),
                1,
                OptionalInt.of(0),
                program,
                program,
                Optional.empty(),
                program,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                at));
        alive.add(true);
        if (handle >= cpu.length) {
            cpu = java.util.Arrays.copyOf(cpu, 2 * handle);
            level = java.util.Arrays.copyOf(level, 2 * handle);
        }
        return handle;
    }

    void end(int handle) {
        alive.set(handle, false);
        level[handle] = 0;
    }

    /** CPUs from now on. */
    void uses(int handle, double cpus) {
        level[handle] = cpus;
    }

    @Override
    public RecordedProcess process(int handle) {
        return processes.get(handle);
    }

    /** Lets time pass in steps of so long, and takes a sample. */
    Frame after(long millis) {
        wall += millis;
        double all = 0;
        for (int h = 0; h < processes.size(); h++) {
            if (alive.get(h)) {
                cpu[h] += level[h] * millis * MICROS;
                all += level[h];
            }
        }
        double got = Math.min(cpus, all);
        hostMicros += got * millis * MICROS;
        waitedMicros += Math.min(1, Math.max(0, all - 0.8 * cpus) / cpus) * millis * MICROS;
        load += (all - load) * (1 - Math.exp(-millis / 60_000.0));
        frame.begin(wall, wall - bootWall);
        frame.host(HostKey.LOAD_1, Math.round(load * 1000));
        frame.host(HostKey.CPUS, cpus);
        frame.host(USER, (long) (0.7 * hostMicros));
        frame.host(SYSTEM, (long) (0.3 * hostMicros));
        frame.host(SOME_CPU, (long) waitedMicros);
        for (int h = 0; h < processes.size(); h++) {
            if (alive.get(h)) {
                int row = frame.add(h);
                frame.set(row, ProcessMetric.CPU_USER, (long) (0.6 * cpu[h]));
                frame.set(row, ProcessMetric.CPU_SYSTEM, (long) (0.4 * cpu[h]));
            }
        }
        return frame;
    }

    private static final String USER = HostKey.CPU + "user";
    private static final String SYSTEM = HostKey.CPU + "system";
    private static final String SOME_CPU = HostKey.PRESSURE_SOME + "cpu";
}
