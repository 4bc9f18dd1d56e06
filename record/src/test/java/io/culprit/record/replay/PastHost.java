package io.culprit.record.replay;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.record.FakeRecording;
import io.culprit.record.store.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A host of 12 CPUs that was recorded: its processes are what a test makes of them. */
final class PastHost {
    static final String BOOT = "7d1f0a34-8a4c-4e0b-9a53-0d6f6a1f9c11";
    static final long BOOTED = 1_795_000_000_000L;
    /** Thirteen days later, 03:12:00 UTC. */
    static final long AT = BOOTED + 13 * 86_400_000L;

    private static final double MICROS_PER_MILLI = 1000;
    private static final long PAGE = 4096;

    final FakeRecording recording = new FakeRecording();
    final List<Proc> processes = new ArrayList<>();
    String boot = BOOT;
    double load = 0.5;
    double stall;
    double forksPerSecond = 1;
    double unaccounted;
    long wall = AT - 600_000;
    private double busy;
    private double idle;
    private double waited;
    private double forks;

    /** One process; its figures may be changed between samples. */
    static final class Proc {
        final RecordedProcess description;
        double cpus;
        long anon = 40 << 20;
        long file = 8 << 20;
        long threads = 4;
        long fds = 20;
        long sockets = 5;
        long closeWait;
        long closed;
        int readNow = Trail.ALL_READ;
        boolean alive = true;
        private double cpu;

        Proc(RecordedProcess description) {
            this.description = description;
        }
    }

    Proc process(int pid, String name) {
        return process(pid, name, BOOTED + 60_000);
    }

    Proc process(int pid, String name, long started) {
        Proc p = new Proc(new RecordedProcess(
                new ProcessId(boot, pid, (started - BOOTED) / 10),
                1,
                OptionalInt.of(0),
                name,
                name,
                Optional.of("/opt/nd/bin/" + name),
                name + " --worker",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                started));
        processes.add(p);
        return p;
    }

    /** Lets time pass and takes samples until the moment. */
    PastHost until(long end, long interval, Runnable each) {
        while (wall < end) {
            each.run();
            sample(interval);
        }
        return this;
    }

    PastHost until(long end, long interval) {
        return until(end, interval, () -> {});
    }

    void sample(long interval) {
        wall += interval;
        double used = unaccounted;
        for (Proc p : processes) {
            p.cpu += p.alive ? p.cpus * interval * MICROS_PER_MILLI : 0;
            used += p.alive ? p.cpus : 0;
        }
        busy += used * interval * MICROS_PER_MILLI;
        idle += (12 - used) * interval * MICROS_PER_MILLI;
        waited += stall * interval * MICROS_PER_MILLI;
        forks += forksPerSecond * interval / 1000;
        Frame f = new Frame();
        f.begin(wall, wall - BOOTED);
        f.host(HostKey.LOAD_1, Math.round(load * 1000));
        f.host(HostKey.LOAD_5, Math.round(load * 900));
        f.host(HostKey.LOAD_15, Math.round(load * 800));
        f.host(HostKey.RUNNABLE, Math.round(load));
        f.host(HostKey.BLOCKED, 0);
        f.host(HostKey.TASKS, 400);
        f.host(HostKey.CPUS, 12);
        f.host(HostKey.CONTEXT_SWITCHES, wall);
        f.host(HostKey.INTERRUPTS, wall);
        f.host(HostKey.FORKS, (long) forks);
        for (String state : List.of("nice", "iowait", "irq", "softirq", "steal")) {
            f.host(HostKey.CPU + state, 0);
        }
        f.host(HostKey.CPU + "user", (long) (0.4 * busy));
        f.host(HostKey.CPU + "system", (long) (0.6 * busy));
        f.host(HostKey.CPU + "idle", (long) idle);
        f.host(HostKey.PRESSURE_SOME + "cpu", (long) waited);
        f.host(HostKey.MEMORY + "MemTotal", 32L << 30);
        f.host(HostKey.MEMORY + "MemAvailable", 20L << 30);
        f.host(HostKey.TCP_MEMORY, 9413 * PAGE);
        f.host(HostKey.TCP_MEMORY_LOW, 3_480_000 * PAGE);
        f.host(HostKey.TCP_MEMORY_PRESSURE, 5_221_000 * PAGE);
        f.host(HostKey.TCP_MEMORY_HIGH, 6_961_536 * PAGE);
        f.host(HostKey.TCP_ORPHANS, 529);
        f.host(HostKey.TCP_ORPHANS_LIMIT, 262_144);
        f.host(HostKey.TCP_STATE + "ESTABLISHED", 310);
        f.host(HostKey.FILES_OPEN, 5120);
        f.host(HostKey.FILES_LIMIT, 1_048_576);
        f.host(HostKey.SOFTNET_PACKETS, wall);
        f.host(HostKey.SOFTNET_DROPPED, 0);
        f.host(HostKey.SOFTNET_SQUEEZED, 0);
        f.host(HostKey.RX_PACKETS + "eth0", wall);
        f.host(HostKey.MULTICAST + "eth0", wall / 10);
        List<RecordedProcess> handles = new ArrayList<>();
        for (Proc p : processes) {
            if (p.alive) {
                int row = f.add(handles.size());
                handles.add(p.description);
                f.set(row, ProcessMetric.CPU_USER, (long) (0.3 * p.cpu));
                f.set(row, ProcessMetric.CPU_SYSTEM, (long) (0.7 * p.cpu));
                f.set(row, ProcessMetric.RSS_ANON, p.anon);
                f.set(row, ProcessMetric.RSS_FILE, p.file);
                f.set(row, ProcessMetric.RSS_SHMEM, 0);
                f.set(row, ProcessMetric.THREADS, p.threads);
                f.set(row, ProcessMetric.FDS, p.fds);
                f.set(row, ProcessMetric.SOCKETS, p.sockets);
                f.set(row, ProcessMetric.SOCKETS_CLOSE_WAIT, p.closeWait);
                f.set(row, ProcessMetric.SOCKETS_CLOSED, p.closed);
                f.set(row, ProcessMetric.READ_NOW, p.readNow);
            }
        }
        recording.append(f, handles::get, boot);
    }
}
