package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which lines of a crowd get a colour and a name: the one that rises all the time, if there is one, then the highest. A choice
 * for the eye and no verdict.
 */
final class Emphasis {
    /** As many colours as stay distinct. */
    static final int MOST = 6;
    /** Of {@link #MOST}, so many by their last value; the rest by their peak. */
    private static final int BY_LAST = 3;
    /** A life is compared in so many parts: fine enough to see a plateau, coarse enough not to see noise. */
    private static final int PARTS = 16;
    /** Share of the parts that must be higher than the one before. */
    private static final double RISING_PARTS = 0.7;
    /** Share of all movement that must be upward in the end. */
    private static final double STEADINESS = 0.8;
    /** Share of the picture's height below which nobody sees a rise. */
    private static final double VISIBLE = 0.02;
    /** Share of the picture's width; a shorter line has no history. */
    private static final double SHORTEST = 0.3;

    private static final double PEAK = 2;
    /** Share of the picture's width without a value: less may be a late sample. */
    private static final double ENDED = 0.01;

    private static final double HOUR_MILLIS = 3_600_000;

    /**
     * @param colour 0 for the rising one, then counted up
     * @param growthPerHour last part minus first, by time; NaN for a line too short
     */
    record Accent(Plot.Line line, int colour, boolean rises, double growthPerHour) {}

    private Emphasis() {}

    /** The most important first. */
    static List<Accent> of(Plot plot) {
        double height = greatest(plot);
        List<Plot.Line> chosen = new ArrayList<>();
        Optional<Plot.Line> rising = plot.lines().stream()
                .filter(l -> rise(l, plot, height) > 0)
                .max(Comparator.comparingDouble(l -> rise(l, plot, height)));
        rising.ifPresent(chosen::add);
        add(chosen, plot.lines(), Math.min(MOST, chosen.size() + BY_LAST));
        add(
                chosen,
                plot.lines().stream()
                        .sorted(Comparator.comparingDouble(Emphasis::peak).reversed())
                        .toList(),
                MOST);
        List<Accent> accents = new ArrayList<>();
        for (Plot.Line line : chosen) {
            boolean rises = rising.isPresent() && line.equals(rising.get());
            accents.add(new Accent(
                    line, rises ? 0 : accents.size() + (rising.isPresent() ? 0 : 1), rises, growth(line, plot)));
        }
        return accents;
    }

    private static void add(List<Plot.Line> chosen, List<Plot.Line> from, int most) {
        for (Plot.Line line : from) {
            if (chosen.size() >= most) {
                return;
            }
            if (chosen.stream().noneMatch(c -> c.equals(line)) && peak(line) > 0) {
                chosen.add(line);
            }
        }
    }

    /** @return how much it rose, 0 unless it did so all the time */
    private static double rise(Plot.Line line, Plot plot, double height) {
        double[] parts = parts(line);
        if (parts.length < PARTS || length(line) < SHORTEST * plot.buckets()) {
            return 0;
        }
        double net = parts[parts.length - 1] - parts[0];
        if (net < VISIBLE * height) {
            return 0;
        }
        double movement = 0;
        int rising = 0;
        for (int i = 1; i < parts.length; i++) {
            double step = parts[i] - parts[i - 1];
            movement += Math.abs(step);
            // A tenth of an even rise: a plateau after a step is none.
            if (step > 0.1 * net / (parts.length - 1)) {
                rising++;
            }
        }
        return net >= STEADINESS * movement && rising >= RISING_PARTS * (parts.length - 1) ? net : 0;
    }

    private static double growth(Plot.Line line, Plot plot) {
        double[] parts = parts(line);
        if (parts.length < PARTS) {
            return Double.NaN;
        }
        double hours = length(line) * plot.bucketMillis() / HOUR_MILLIS * (parts.length - 1) / parts.length;
        return (parts[parts.length - 1] - parts[0]) / hours;
    }

    /** The mean of each part of its life; fewer than wanted where it has gaps or is short. */
    private static double[] parts(Plot.Line line) {
        int first = first(line);
        int length = length(line);
        double[] parts = new double[PARTS];
        int filled = 0;
        for (int part = 0; part < PARTS; part++) {
            double sum = 0;
            int count = 0;
            for (int i = first + length * part / PARTS; i < first + length * (part + 1) / PARTS; i++) {
                if (!Float.isNaN(line.greatest()[i])) {
                    sum += (line.least()[i] + (double) line.greatest()[i]) / 2;
                    count++;
                }
            }
            if (count > 0) {
                parts[filled++] = sum / count;
            }
        }
        return Arrays.copyOf(parts, filled);
    }

    private static int first(Plot.Line line) {
        int i = 0;
        while (i < line.greatest().length && Float.isNaN(line.greatest()[i])) {
            i++;
        }
        return i;
    }

    /** Buckets from the first with a value to the last. */
    private static int length(Plot.Line line) {
        int end = line.greatest().length;
        int first = first(line);
        while (end > first && Float.isNaN(line.greatest()[end - 1])) {
            end--;
        }
        return end - first;
    }

    /** It was so much higher than at its end that the last value alone would mislead. */
    static boolean hasPeak(Plot.Line line) {
        return peak(line) > PEAK * line.last();
    }

    /** It has no value at the end of the picture. */
    static boolean hasEnded(Plot.Line line) {
        return first(line) + length(line) < line.greatest().length * (1 - ENDED);
    }

    static double peak(Plot.Line line) {
        double peak = 0;
        for (float value : line.greatest()) {
            if (value > peak) {
                peak = value;
            }
        }
        return peak;
    }

    static double greatest(Plot plot) {
        return plot.lines().stream().mapToDouble(Emphasis::peak).max().orElse(0);
    }
}
