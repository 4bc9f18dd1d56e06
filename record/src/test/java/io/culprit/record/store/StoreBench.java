package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** What {@code bench/store.sh} runs, one JVM for each line of its output: {@code fill}, {@code read} or {@code flip}. */
final class StoreBench {
    private static final Limits NO_LIMITS = new Limits(Duration.ofDays(36_500), Long.MAX_VALUE);
    private static final Origin ORIGIN = new Origin("server1", FiveDays.BOOT, "bench");
    private static final int WARM_UP_SAMPLES = 200;

    private StoreBench() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[2]);
        switch (args[0]) {
            case "fill" ->
                fill(args[1], directory, Integer.parseInt(args[3]), Integer.parseInt(args[4]), Long.parseLong(args[5]));
            case "read" -> read(args[1], directory);
            case "flip" -> flip(args[1], directory, Path.of(args[3]), Integer.parseInt(args[4]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static Chunks engine(String name, Path directory) throws IOException {
        return switch (name) {
            case "files" -> new FileChunks(directory, true);
            case "sqlite" -> new SqliteChunks(directory);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Prints CPU and wall milliseconds of an append, bytes on disk, bytes of a process at a sample, RSS peak in MiB. */
    private static void fill(String engine, Path directory, int processes, int samples, long stepMillis)
            throws IOException, RecordingException {
        Files.createDirectories(directory);
        FiveDays host = new FiveDays(processes, stepMillis, World.BOOTED);
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long cpu = 0;
        long wall = 0;
        long values = 0;
        try (RecordingWriter writer = StoreWriter.open(
                engine(engine, directory), WriterLock.take(directory.toRealPath()), ORIGIN, NO_LIMITS)) {
            for (int i = 0; i < samples; i++) {
                Frame frame = host.next(writer, World.BOOTED, i, Long.MAX_VALUE);
                values += frame.rows();
                long cpuBefore = thread.getCurrentThreadCpuTime();
                long wallBefore = System.nanoTime();
                RecordingWriter.Written written = writer.append(frame);
                if (!(written instanceof RecordingWriter.Written.Durable)) {
                    throw new IOException("sample " + i + ": " + written);
                }
                if (i >= WARM_UP_SAMPLES) {
                    wall += System.nanoTime() - wallBefore;
                    cpu += thread.getCurrentThreadCpuTime() - cpuBefore;
                }
            }
        }
        long bytes = bytes(directory);
        double measured = 1e6 * (samples - WARM_UP_SAMPLES);
        System.out.printf(
                "%.3f %.3f %d %.2f %d%n",
                cpu / measured, wall / measured, bytes, (double) bytes / values, peakBytes() >> 20);
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }

    /** VmHWM of proc_pid_status(5). */
    private static long peakBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return 0;
    }

    /** Prints milliseconds since the JVM was started, values and processes, of one metric over the whole recording. */
    private static void read(String engine, Path directory) throws IOException {
        long[] read = new long[2];
        try (Recording recording = new StoredRecording(engine(engine, directory), false)) {
            recording.scan(TimeRange.ALL, EnumSet.of(ProcessMetric.FDS), stretch -> {
                long[] fds = stretch.column(ProcessMetric.FDS);
                for (int row = 0; row < stretch.processes(); row++) {
                    read[1] += stretch.process(row).id().pid() > 0 ? 1 : 0;
                    for (int k = 0; k < stretch.length(row); k++) {
                        read[0] += fds[stretch.offset(row) + k] >= 0 ? 1 : 0;
                    }
                }
            });
        }
        long started =
                ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        System.out.printf("%d %d %d%n", System.currentTimeMillis() - started, read[0], read[1]);
    }

    /**
     * Flips bits of a copy, one in so many bytes, and reads all of it. Prints how many values the sound one has, how many of them
     * the damaged one still has, and how many it has that are false.
     */
    private static void flip(String engine, Path directory, Path copy, int rounds) throws Exception {
        Map<Long, Map<ProcessId, Integer>> sound = sums(engine, directory, new long[1]);
        long all = 0;
        long kept = 0;
        long falseOnes = 0;
        for (int round = 0; round < rounds; round++) {
            damage(directory, copy, new Random(round));
            long[] found = new long[1];
            Map<Long, Map<ProcessId, Integer>> damaged;
            try {
                damaged = sums(engine, copy, found);
            } catch (IOException | RuntimeException e) {
                damaged = Map.of();
            }
            for (Map.Entry<Long, Map<ProcessId, Integer>> sample : sound.entrySet()) {
                Map<ProcessId, Integer> still = damaged.getOrDefault(sample.getKey(), Map.of());
                for (Map.Entry<ProcessId, Integer> one : sample.getValue().entrySet()) {
                    all++;
                    Integer value = still.get(one.getKey());
                    kept += value != null && value.equals(one.getValue()) ? 1 : 0;
                    falseOnes += value != null && !value.equals(one.getValue()) ? 1 : 0;
                }
            }
        }
        System.out.printf("%d %.4f %d%n", all / rounds, (double) kept / all, falseOnes / rounds);
    }

    /** Of each process at each sample a sum over five metrics; where one of them is unknown, nothing. */
    private static Map<Long, Map<ProcessId, Integer>> sums(String engine, Path directory, long[] values)
            throws IOException {
        Map<Long, Map<ProcessId, Integer>> all = new HashMap<>();
        Set<ProcessMetric> metrics = EnumSet.of(
                ProcessMetric.CPU_USER, ProcessMetric.RSS_ANON, ProcessMetric.FDS, ProcessMetric.VOLUNTARY_SWITCHES);
        try (Recording recording = new StoredRecording(engine(engine, directory), false)) {
            recording.scan(TimeRange.ALL, metrics, stretch -> sum(stretch, metrics, all, values));
        }
        return all;
    }

    private static void sum(
            Stretch stretch, Set<ProcessMetric> metrics, Map<Long, Map<ProcessId, Integer>> all, long[] values) {
        for (int row = 0; row < stretch.processes(); row++) {
            ProcessId id = stretch.process(row).id();
            for (int k = 0; k < stretch.length(row); k++) {
                long sum = 0;
                boolean known = true;
                for (ProcessMetric metric : metrics) {
                    long value = stretch.column(metric)[stretch.offset(row) + k];
                    known &= value != ProcessMetric.UNKNOWN;
                    sum = 31 * sum + value;
                }
                if (known) {
                    values[0]++;
                    all.computeIfAbsent(stretch.times()[stretch.first(row) + k], t -> new HashMap<>())
                            .put(id, Long.hashCode(sum));
                }
            }
        }
    }

    private static final int BYTES_PER_FLIP = 1 << 20;

    private static void damage(Path directory, Path copy, Random random) throws IOException {
        Files.createDirectories(copy);
        try (Stream<Path> old = Files.list(copy)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        List<Path> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                copies.add(Files.copy(file, copy.resolve(file.getFileName().toString())));
            }
        }
        for (Path file : copies) {
            long size = Files.size(file);
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                for (long flips = size / BYTES_PER_FLIP
                                + (random.nextInt(BYTES_PER_FLIP) < size % BYTES_PER_FLIP ? 1 : 0);
                        flips > 0;
                        flips--) {
                    long at = random.nextLong(size);
                    bytes.seek(at);
                    int was = bytes.read();
                    bytes.seek(at);
                    bytes.write(was ^ 1 << random.nextInt(8));
                }
            }
        }
    }
}
