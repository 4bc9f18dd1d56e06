package io.culprit.report.plot;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.Plot;
import io.culprit.model.recording.RecordedProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Plots like those of five days on a busy host: a daily rhythm, restarts, processes that come and go, and one that leaks. */
final class ExamplePlots {
    static final long FROM = 1_763_942_400_000L; // 2025-11-24T00:00:00Z
    static final long SPAN = 5L * 24 * 3600 * 1000;
    static final String LEAK = "networkingd 18354";
    static final long LEAK_START = 991_204;

    private static final String[] PROGRAMS = {
        "nginx", "postgres", "java", "node", "sshd", "containerd-shim", "python3", "redis-server", "php-fpm", "kworker"
    };
    private static final double MIB = 1 << 20;

    private ExamplePlots() {}

    /** Resident memory; the leak is the line that has neither the greatest nor the least value. */
    static Plot memory(int lines, int buckets) {
        Random random = new Random(11);
        List<Plot.Line> all = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            boolean leaks = i == lines / 2;
            double base = leaks ? 180 * MIB : MIB * Math.exp(random.nextGaussian() * 1.3 + 3.6);
            float[] least = new float[buckets];
            float[] greatest = new float[buckets];
            memory(least, greatest, base, leaks, random);
            all.add(line(leaks ? LEAK : null, i, least, greatest));
        }
        return plot("Resident memory of all processes", "bytes", buckets, all);
    }

    private static void memory(float[] least, float[] greatest, double base, boolean leaks, Random random) {
        int buckets = least.length;
        int born = !leaks && random.nextInt(6) == 0 ? random.nextInt(buckets) : 0;
        int dies = !leaks && random.nextInt(6) == 0 ? born + random.nextInt(buckets - born) : buckets;
        int restart = !leaks && random.nextInt(9) == 0 ? random.nextInt(buckets) : -1;
        double swing = random.nextInt(3) == 0 ? 0.05 + 0.25 * random.nextDouble() : 0;
        double jitter = random.nextInt(2) == 0 ? 0.004 : 0;
        double level = base;
        for (int i = 0; i < buckets; i++) {
            if (i < born || i >= dies || (i == restart)) {
                least[i] = Float.NaN;
                greatest[i] = Float.NaN;
                continue;
            }
            double hours = i * (SPAN / 3_600_000.0) / buckets;
            double rhythm = 1 + swing * Math.sin((hours - 8) / 24 * 2 * Math.PI);
            // Pages: a process that does little keeps the very same size for hours.
            if (random.nextInt(20) == 0) level = base * (1 + jitter * random.nextGaussian());
            double grown = leaks ? 820 * MIB * i / buckets : 0;
            double low = page(level * rhythm + grown);
            least[i] = (float) low;
            greatest[i] = (float) (jitter > 0 && random.nextInt(4) == 0 ? page(low * (1 + 3 * jitter)) : low);
        }
    }

    private static double page(double bytes) {
        return Math.rint(bytes / 4096) * 4096;
    }

    /** CPU: noise, peaks, mostly idle. The worst for the size of a page. */
    static Plot cpu(int lines, int buckets) {
        Random random = new Random(12);
        List<Plot.Line> all = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            float[] least = new float[buckets];
            float[] greatest = new float[buckets];
            double busy = Math.pow(random.nextDouble(), 6) * 60;
            for (int b = 0; b < buckets; b++) {
                double value = random.nextDouble() < 0.5 ? busy : busy * Math.abs(random.nextGaussian());
                least[b] = Math.round(value * 10) / 10f;
                greatest[b] = least[b] + Math.round(Math.abs(random.nextGaussian()) * (busy + 0.05) * 10) / 10f;
            }
            all.add(line(null, i, least, greatest));
        }
        return plot("CPU of all processes", "% of a CPU", buckets, all);
    }

    /** Descriptors: small whole numbers. */
    static Plot descriptors(int lines, int buckets) {
        Random random = new Random(13);
        List<Plot.Line> all = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            float[] least = new float[buckets];
            float[] greatest = new float[buckets];
            int open = 3 + (int) Math.exp(random.nextGaussian() + 3);
            for (int b = 0; b < buckets; b++) {
                least[b] = open + (random.nextInt(8) == 0 ? random.nextInt(3) : 0);
                greatest[b] = least[b] + (random.nextInt(8) == 0 ? random.nextInt(5) : 0);
            }
            all.add(line(null, i, least, greatest));
        }
        return plot("Open descriptors of all processes", "descriptors", buckets, all);
    }

    static Plot plot(String title, String unit, int buckets, List<Plot.Line> lines) {
        List<Plot.Line> sorted = new ArrayList<>(lines);
        sorted.sort((one, other) -> Double.compare(other.last(), one.last()));
        List<Plot.Mark> marks = List.of(
                new Plot.Mark(FROM + SPAN / 3, "load 0.5 → 18"),
                new Plot.Mark(FROM + SPAN * 7 / 10, "recorder restarted"));
        return new Plot(title, unit, FROM, SPAN / buckets, buckets, sorted, marks);
    }

    private static Plot.Line line(
            @org.jspecify.annotations.Nullable String label, int i, float[] least, float[] greatest) {
        String name = label == null ? PROGRAMS[i % PROGRAMS.length] : "networkingd";
        int pid = label == null ? 1000 + 7 * i : 18354;
        long start = label == null ? 4000 + 31L * i : LEAK_START;
        String command = "/usr/sbin/" + name + " --config /etc/" + name + "/worker-" + i % 24 + ".conf --pool " + i % 5;
        double last = lastOf(greatest);
        return new Plot.Line(
                label == null ? name + " " + pid : label,
                List.of(process(pid, start, name, command)),
                least,
                greatest,
                last);
    }

    static RecordedProcess process(int pid, long start, String name, String command) {
        return new RecordedProcess(
                new ProcessId("9d0e3b7a-0000-4000-8000-000000000001", pid, start),
                1,
                OptionalInt.of(0),
                name,
                "/usr/sbin/" + name,
                Optional.of("/usr/sbin/" + name),
                command,
                Optional.empty(),
                Optional.of(name + ".service"),
                Optional.empty(),
                false,
                FROM - start * 10);
    }

    static Plot.Line line(String label, RecordedProcess process, float... values) {
        return new Plot.Line(label, List.of(process), values, Arrays.copyOf(values, values.length), lastOf(values));
    }

    private static double lastOf(float[] values) {
        for (int i = values.length - 1; i >= 0; i--) if (!Float.isNaN(values[i])) return values[i];
        return Double.NaN;
    }
}
