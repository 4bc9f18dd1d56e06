package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.ReadNow;
import io.culprit.model.recording.RecordedProcess;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A process of {@link FiveDays}: busy, moderate or idle, with the day's rhythm, and perhaps a fault of its own. */
final class SimulatedProcess {
    /** What a process does besides its work. */
    enum Fault {
        NONE,
        LEAKS_MEMORY,
        LEAKS_DESCRIPTORS,
        SPIKES
    }

    private static final long PAGE = 4096;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long LEAKED_BYTES_AN_HOUR = 3L << 20;
    private static final int LEAKED_DESCRIPTORS_AN_HOUR = 4;
    private static final double SPIKE_SHARE = 0.92;
    /** Idle processes are looked at closely each so many samples, as the recorder does. */
    private static final int IDLE_DETAILS_EVERY = 6;

    private static final double[] SHARE_OF_CPU = {0.05, 0.004, 0.0};

    final RecordedProcess process;
    final int handle;
    final Fault fault;
    private final int kind;
    private final SplittableRandom random;
    private final double size;
    private long user;
    private long system;
    private long anon;
    private final long file;
    private long threads;
    private long fds;
    private long sockets;
    private long minor;
    private long voluntary;
    private long involuntary;
    private long read;
    private long written;
    private double leaked;
    /** Samples that it lives for yet. */
    int left;

    SimulatedProcess(RecordedProcess process, int handle, int kind, Fault fault, int left, SplittableRandom random) {
        this.process = process;
        this.handle = handle;
        this.kind = kind;
        this.fault = fault;
        this.left = left;
        this.random = random;
        size = 0.2 + 2 * random.nextDouble() * random.nextDouble();
        anon = PAGE * (long) (size * (kind == 2 ? 800 : 12_000));
        file = PAGE * (long) (size * 2_500);
        threads = kind == 2 ? 1 : 1 + random.nextInt(24);
        fds = kind == 2 ? 4 + random.nextInt(12) : 20 + random.nextInt(200);
        sockets = kind == 2 ? random.nextInt(3) : 5 + random.nextInt(60);
        minor = anon / PAGE;
        voluntary = random.nextInt(100_000);
    }

    /** @param kind 0 busy, 1 moderate, 2 idle */
    static RecordedProcess described(ProcessId id, int kind, String name, long startedMillis) {
        String path = "/usr/lib/" + name + "/bin/" + name;
        String unit = name + ".service";
        return new RecordedProcess(
                id,
                1,
                OptionalInt.of(kind == 2 ? 0 : 1000),
                name,
                name,
                Optional.of(path),
                path + " --config /etc/" + name + "/" + name + ".conf --worker " + id.pid(),
                Optional.of("/system.slice/" + unit),
                Optional.of(unit),
                Optional.empty(),
                false,
                startedMillis);
    }

    /** @param rhythm of the day, 0.2 at night to 1 at noon */
    void live(long stepMillis, double rhythm, boolean spiking, int sample, Frame frame) {
        work(stepMillis, rhythm, spiking);
        leak(stepMillis);
        int row = frame.add(handle);
        frame.set(row, ProcessMetric.CPU_USER, user);
        frame.set(row, ProcessMetric.CPU_SYSTEM, system);
        frame.set(row, ProcessMetric.RSS_ANON, anon);
        frame.set(row, ProcessMetric.RSS_FILE, file);
        frame.set(row, ProcessMetric.RSS_SHMEM, 0);
        frame.set(row, ProcessMetric.VM_DATA, anon + anon / 2 / PAGE * PAGE);
        frame.set(row, ProcessMetric.SWAP, 0);
        frame.set(row, ProcessMetric.THREADS, threads);
        frame.set(row, ProcessMetric.FDS, fds);
        frame.set(row, ProcessMetric.SOCKETS, sockets);
        frame.set(row, ProcessMetric.MINOR_FAULTS, minor);
        frame.set(row, ProcessMetric.MAJOR_FAULTS, file / PAGE / 100);
        frame.set(row, ProcessMetric.VOLUNTARY_SWITCHES, voluntary);
        frame.set(row, ProcessMetric.INVOLUNTARY_SWITCHES, involuntary);
        frame.set(row, ProcessMetric.READ_BYTES, read);
        frame.set(row, ProcessMetric.WRITE_BYTES, written);
        frame.set(row, ProcessMetric.SOCKETS_CLOSED, 0);
        frame.set(row, ProcessMetric.SOCKETS_CLOSE_WAIT, 0);
        frame.set(row, ProcessMetric.SOCKETS_UNIX, Math.min(2, sockets));
        boolean close = kind < 2 || (sample + handle) % IDLE_DETAILS_EVERY == 0;
        frame.set(row, ProcessMetric.READ_NOW, close ? ReadNow.DETAILS | ReadNow.FDS | ReadNow.SOCKETS : 0);
    }

    private void work(long stepMillis, double rhythm, boolean spiking) {
        if (kind == 2 && !spiking) {
            if (random.nextInt(200) == 0) {
                user += random.nextInt(800);
                voluntary += 1 + random.nextInt(3);
            }
            return;
        }
        double share = spiking ? SPIKE_SHARE : SHARE_OF_CPU[kind] * size * rhythm * (0.5 + random.nextDouble());
        long micros = (long) (share * stepMillis * 1000);
        user += micros * 7 / 10;
        system += micros - micros * 7 / 10;
        voluntary += (long) (stepMillis * (kind == 0 ? 0.12 : 0.01) * rhythm * (0.7 + 0.6 * random.nextDouble()));
        involuntary += micros / 40_000;
        if (kind == 0 || random.nextInt(4) == 0) {
            long pages = (long) (40 * size * (random.nextDouble() - 0.5) * (kind == 0 ? 4 : 1));
            anon = Math.max(PAGE * 200, anon + pages * PAGE);
            minor += Math.abs(pages);
        }
        if (random.nextInt(kind == 0 ? 2 : 12) == 0) {
            int change = random.nextInt(5) - 2;
            sockets = Math.max(1, sockets + change);
            fds = Math.max(sockets + 3, fds + change);
        }
        if (kind == 0 && random.nextInt(3) == 0) {
            written += PAGE * random.nextInt(60);
        }
        if (kind == 0 && random.nextInt(30) == 0) {
            read += PAGE * random.nextInt(30);
        }
        if (random.nextInt(400) == 0) {
            threads = Math.max(1, threads + random.nextInt(3) - 1);
        }
    }

    private void leak(long stepMillis) {
        double hours = (double) stepMillis / HOUR_MILLIS;
        if (fault == Fault.LEAKS_MEMORY) {
            leaked += hours * LEAKED_BYTES_AN_HOUR / PAGE;
            anon += PAGE * (long) leaked;
            leaked -= (long) leaked;
        } else if (fault == Fault.LEAKS_DESCRIPTORS) {
            leaked += hours * LEAKED_DESCRIPTORS_AN_HOUR;
            fds += (long) leaked;
            sockets += (long) leaked;
            leaked -= (long) leaked;
        }
    }
}
