package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import io.culprit.model.recording.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Five days of a server on which one process only rises. */
final class SamplePlot {
    static final long FROM = Instant.parse("2026-11-19T14:00:00Z").toEpochMilli();
    static final String LEAKER = "networkingd 18354";
    private static final double MIB = 1 << 20;

    private SamplePlot() {}

    static Plot fiveDays() {
        return of(400, 1000, 432_000);
    }

    static Plot of(int processes, int buckets, long bucketMillis) {
        Random random = new Random(11);
        List<Plot.Line> lines = new ArrayList<>();
        float[] leak = new float[buckets];
        for (int i = 0; i < buckets; i++) {
            leak[i] = (float) (MIB * (96 + 640.0 * i / buckets + random.nextDouble() * 3));
        }
        lines.add(line(LEAKER, leak, leak));
        for (int p = 1; p < processes; p++) {
            double level = MIB * Math.exp(random.nextGaussian() * 1.6 + 1.5);
            if (p < 12) level = MIB * (90 + random.nextInt(60));
            if (p == 12) level = MIB * 700;
            if (p == 13) level = MIB * 520;
            float[] least = new float[buckets];
            float[] greatest = new float[buckets];
            boolean busy = random.nextInt(6) == 0 || p == 12;
            int born = random.nextInt(4) == 0 ? random.nextInt(buckets) : 0;
            int dies = random.nextInt(5) == 0 ? born + random.nextInt(buckets - born) : buckets;
            if (p == 13) {
                born = 0;
                dies = buckets;
            }
            for (int i = 0; i < buckets; i++) {
                boolean alive = i >= born && i < dies && (i < buckets / 2 || i > buckets / 2 + 8);
                double now = level * (busy ? 1 + 0.08 * Math.sin(i / 9.0 + p) + 0.04 * random.nextGaussian() : 1);
                least[i] = alive ? (float) (now * (busy ? 0.97 : 1)) : Float.NaN;
                greatest[i] = alive ? (float) now : Float.NaN;
            }
            lines.add(line((p < 12 ? "networkingd " : "worker-" + p + " ") + (20_000 + p), least, greatest));
        }
        lines.sort(Comparator.comparingDouble(Plot.Line::last).reversed());
        return new Plot(
                "rss of " + processes + " processes on server1",
                Unit.BYTES,
                FROM,
                bucketMillis,
                buckets,
                lines,
                List.of(
                        new Plot.Mark(FROM + buckets * bucketMillis / 5, "spike: load 18.2 on 12 CPUs"),
                        new Plot.Mark(FROM + buckets * bucketMillis / 2, "recorder started"),
                        new Plot.Mark(FROM + buckets * bucketMillis * 4 / 5, "restart: /usr/sbin/collector")));
    }

    static Plot.Line line(String label, float[] least, float[] greatest) {
        double last = Double.NaN;
        for (float value : greatest) if (!Float.isNaN(value)) last = value;
        return new Plot.Line(label, List.of(), least, greatest, last);
    }

    static Plot.Line flat(String label, int buckets, float value) {
        float[] values = new float[buckets];
        Arrays.fill(values, value);
        return line(label, values, values);
    }

    static Plot with(Plot.Line... lines) {
        return new Plot(
                "a plot",
                Unit.BYTES,
                FROM,
                60_000,
                lines.length == 0 ? 1 : lines[0].least().length,
                List.of(lines),
                List.of());
    }
}
