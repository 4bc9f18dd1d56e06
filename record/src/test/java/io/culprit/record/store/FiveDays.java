package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A recording as five days of a busy host would leave it, always the same: 15 % busy, 35 % moderate and 50 % idle processes
 * with the day's rhythm, short-lived ones in between, one that leaks memory ({@code leaky-rss}, 3 MiB an hour), one that leaks
 * sockets ({@code leaky-fds}, 4 an hour) and one that takes 92 % of a CPU for twenty minutes ({@code spiker}, in the middle).
 *
 * <p>Arguments: directory, processes (1000), days (5), seconds between samples (60), end in ISO form (2026-11-24T00:00:00Z).
 */
public final class FiveDays {
    static final String BOOT = "5d5d5d5d-0000-4000-8000-000000000005";
    private static final String END = "2026-11-24T00:00:00Z";
    private static final long DAY_MILLIS = 86_400_000;
    private static final long SPIKE_MILLIS = 20 * 60_000;
    private static final int FIRST_PID = 1200;
    private static final int SHORT_LIVED_PER_THOUSAND = 2;
    private static final int SHORT_LIFE_SAMPLES = 8;

    private final SplittableRandom random = new SplittableRandom(20_261_124);
    private final Frame frame = new Frame();
    private final List<SimulatedProcess> living = new ArrayList<>();
    private final int processes;
    private final long stepMillis;
    private final long bootedMillis;
    private int nextPid = FIRST_PID;
    private long cpuMicros;

    FiveDays(int processes, long stepMillis, long beginMillis) {
        this.processes = processes;
        this.stepMillis = stepMillis;
        bootedMillis = beginMillis - DAY_MILLIS;
    }

    public static void main(String[] args) throws RecordingException {
        Path directory = Path.of(args[0]);
        int processes = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        double days = args.length > 2 ? Double.parseDouble(args[2]) : 5;
        long stepMillis = args.length > 3 ? (long) (1000 * Double.parseDouble(args[3])) : 60_000;
        long end = Instant.parse(args.length > 4 ? args[4] : END).toEpochMilli();
        int samples = (int) (days * DAY_MILLIS / stepMillis);
        long begin = end - samples * stepMillis;
        Limits limits = new Limits(Duration.ofDays(36_500), Long.MAX_VALUE);
        try (RecordingWriter writer =
                RecordingDirectory.write(directory, new Origin("server1", BOOT, "simulated"), limits, false)) {
            new FiveDays(processes, stepMillis, begin).run(writer, begin, samples);
        }
    }

    void run(RecordingWriter writer, long begin, int samples) {
        writer.event(new RecordingEvent(begin, RecordingEvent.Kind.STARTED, "simulated recorder started"));
        long spike = begin + samples * stepMillis / 2;
        for (int i = 0; i < samples; i++) {
            if (!(writer.append(next(writer, begin, i, spike)) instanceof RecordingWriter.Written.Durable)) {
                throw new IllegalStateException("sample " + i + " was not stored");
            }
        }
    }

    /** The frame of sample {@code i}. */
    Frame next(RecordingWriter writer, long begin, int i, long spike) {
        long wall = begin + i * stepMillis;
        if (living.isEmpty()) {
            for (int p = 0; p < processes; p++) {
                living.add(permanent(writer, p));
            }
        }
        churn(writer, wall, i);
        double rhythm = 0.6 - 0.4 * Math.cos(2 * Math.PI * (wall % DAY_MILLIS) / DAY_MILLIS);
        boolean spiking = wall >= spike && wall < spike + SPIKE_MILLIS;
        frame.begin(wall, wall - bootedMillis);
        for (SimulatedProcess process : living) {
            boolean now = spiking && process.fault == SimulatedProcess.Fault.SPIKES;
            process.live(stepMillis, rhythm, now, i, frame);
        }
        host(rhythm, spiking, i);
        return frame;
    }

    private SimulatedProcess permanent(RecordingWriter writer, int p) {
        SimulatedProcess.Fault fault = switch (p) {
            case 10 -> SimulatedProcess.Fault.LEAKS_MEMORY;
            case 20 -> SimulatedProcess.Fault.LEAKS_DESCRIPTORS;
            case 30 -> SimulatedProcess.Fault.SPIKES;
            default -> SimulatedProcess.Fault.NONE;
        };
        String name = switch (fault) {
            case LEAKS_MEMORY -> "leaky-rss";
            case LEAKS_DESCRIPTORS -> "leaky-fds";
            case SPIKES -> "spiker";
            case NONE -> "service-" + p % 60;
        };
        int share = p % 20;
        int kind = fault != SimulatedProcess.Fault.NONE ? 1 : share < 3 ? 0 : share < 10 ? 1 : 2;
        return process(writer, bootedMillis + 5_000 + 20L * p, kind, name, fault, Integer.MAX_VALUE);
    }

    private SimulatedProcess process(
            RecordingWriter writer, long started, int kind, String name, SimulatedProcess.Fault fault, int samples) {
        ProcessId id = new ProcessId(BOOT, nextPid++, (started - bootedMillis) / 10);
        RecordedProcess process = SimulatedProcess.described(id, kind, name, started);
        return new SimulatedProcess(process, writer.describe(process), kind, fault, samples, random.split());
    }

    private void churn(RecordingWriter writer, long wall, int sample) {
        for (int i = living.size() - 1; i >= processes; i--) {
            if (--living.get(i).left <= 0) {
                writer.ended(living.remove(i).handle);
            }
        }
        int born = sample == 0 ? 0 : random.nextInt(1 + 2 * processes * SHORT_LIVED_PER_THOUSAND / 1000);
        for (int i = 0; i < born; i++) {
            int samples = 1 + random.nextInt(SHORT_LIFE_SAMPLES);
            String name = "job-" + random.nextInt(12);
            living.add(
                    process(writer, wall - random.nextLong(stepMillis), 1, name, SimulatedProcess.Fault.NONE, samples));
        }
    }

    private void host(double rhythm, boolean spiking, int sample) {
        double busy = rhythm * 2.5 + (spiking ? 0.92 : 0) + 0.2 * random.nextDouble();
        long step = (long) (busy * stepMillis * 1000);
        cpuMicros += step;
        long tasks = living.size();
        frame.host(HostKey.LOAD_1, (long) (busy * 1000));
        frame.host(HostKey.LOAD_5, (long) (busy * 950));
        frame.host(HostKey.LOAD_15, (long) (busy * 900));
        frame.host(HostKey.RUNNABLE, (long) busy + 1);
        frame.host(HostKey.BLOCKED, random.nextInt(20) == 0 ? 1 : 0);
        frame.host(HostKey.TASKS, tasks * 4);
        frame.host(HostKey.PROCESSES, tasks);
        frame.host(HostKey.CPUS, 12);
        frame.host(HostKey.FORKS, nextPid);
        frame.host(HostKey.CONTEXT_SWITCHES, cpuMicros / 90);
        frame.host(HostKey.INTERRUPTS, cpuMicros / 200);
        frame.host("cpu:user", cpuMicros * 7 / 10);
        frame.host("cpu:system", cpuMicros * 3 / 10);
        frame.host("cpu:nice", 0);
        frame.host("cpu:idle", sample * stepMillis * 12_000 - cpuMicros);
        frame.host("cpu:iowait", cpuMicros / 500);
        frame.host("cpu:irq", 0);
        frame.host("cpu:softirq", cpuMicros / 60);
        frame.host("cpu:steal", cpuMicros / 300);
        frame.host("psi.some:cpu", cpuMicros / 50);
        frame.host("psi.some:memory", 0);
        frame.host("psi.some:io", cpuMicros / 900);
        frame.host("memory:MemTotal", 64L << 30);
        frame.host("memory:MemAvailable", (40L << 30) - 4096L * random.nextInt(100_000));
        frame.host("memory:Cached", (12L << 30) + 4096L * random.nextInt(50_000));
        frame.host(HostKey.TCP_MEMORY, 4096L * (900 + random.nextInt(200)));
        frame.host(HostKey.TCP_ORPHANS, random.nextInt(4));
        frame.host(HostKey.TCP_TIME_WAIT, 200 + random.nextInt(300));
        frame.host("sockets.tcp:ESTABLISHED", 3000 + random.nextInt(200));
        frame.host("sockets.tcp:CLOSE_WAIT", random.nextInt(6));
        frame.host(HostKey.FILES_OPEN, 40_000 + random.nextInt(900));
        frame.host(HostKey.FILES_LIMIT, 9_223_372);
        frame.host("net.rx_packets:eth0", cpuMicros / 300);
        frame.host("net.tx_packets:eth0", cpuMicros / 350);
        frame.host("net.rx_bytes:eth0", cpuMicros * 2);
        frame.host("net.tx_bytes:eth0", cpuMicros * 3);
        frame.host(HostKey.OWN_CPU, sample * 6_000L);
        frame.host(HostKey.OWN_RSS, 48L << 20);
        frame.host(HostKey.OWN_LATE, random.nextInt(400));
        frame.host(HostKey.OWN_TOOK, 2_000 + random.nextInt(900));
    }
}
