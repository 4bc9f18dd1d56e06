package io.culprit.record.plot;

import io.culprit.model.recording.Summary;
import java.util.Arrays;

/** One line thinned out: least and greatest of each bucket, held only for the time in which the line exists. */
final class Bins {
    /** Before that, a process that starts up looks as if it grew. */
    static final long SHORTEST_FOR_GROWTH_MILLIS = 10 * 60_000L;

    private static final double HOUR_MILLIS = 3_600_000;
    private static final int FIRST_CAPACITY = 4;

    private final Timeline timeline;
    private float[] least = new float[FIRST_CAPACITY];
    private float[] greatest = new float[FIRST_CAPACITY];
    private int start;
    private int used;
    private long readings;
    private long values;
    private double sum;
    private double min = Double.NaN;
    private double max = Double.NaN;
    private double first = Double.NaN;
    private double last = Double.NaN;
    private long firstMillis;
    private long lastMillis;

    Bins(Timeline timeline) {
        this.timeline = timeline;
    }

    /** @param gapMillis a longer time without a value stays empty in the picture */
    void add(long millis, double value, boolean read, long gapMillis) {
        if (Double.isNaN(value)) {
            return;
        }
        draw(millis, (float) value, gapMillis);
        if (values == 0) {
            first = value;
            firstMillis = millis;
            min = value;
            max = value;
        }
        values++;
        if (read) {
            readings++;
        }
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        last = value;
        lastMillis = millis;
    }

    private void draw(long millis, float value, long gapMillis) {
        int bucket = timeline.bucket(millis);
        if (bucket < 0 || bucket >= timeline.buckets()) {
            return;
        }
        if (used == 0) {
            start = bucket;
        }
        int i = bucket - start;
        // After a reboot the clock may stand earlier than before.
        if (i < 0) {
            return;
        }
        if (i < used) {
            if (Float.isNaN(least[i])) {
                least[i] = value;
                greatest[i] = value;
            } else {
                least[i] = Math.min(least[i], value);
                greatest[i] = Math.max(greatest[i], value);
            }
            return;
        }
        if (i >= least.length) {
            int capacity = Math.min(timeline.buckets() - start, Math.max(i + 1, 2 * least.length));
            least = Arrays.copyOf(least, capacity);
            greatest = Arrays.copyOf(greatest, capacity);
        }
        float between = millis - lastMillis <= gapMillis ? (float) last : Float.NaN;
        while (used < i) {
            least[used] = between;
            greatest[used++] = between;
        }
        least[used] = value;
        greatest[used++] = value;
    }

    boolean isEmpty() {
        return values == 0;
    }

    double last() {
        return last;
    }

    double greatest() {
        return max;
    }

    double mean() {
        return values == 0 ? Double.NaN : sum / values;
    }

    /** Last value minus first; 0 where there are none. */
    double risen() {
        return values == 0 ? 0 : last - first;
    }

    double growthPerHour() {
        long millis = lastMillis - firstMillis;
        return values < 2 || millis < SHORTEST_FOR_GROWTH_MILLIS ? Double.NaN : (last - first) * HOUR_MILLIS / millis;
    }

    /** By bucket of the timeline, NaN where there is no value. */
    float[] leastByBucket() {
        return placed(least);
    }

    float[] greatestByBucket() {
        return placed(greatest);
    }

    private float[] placed(float[] part) {
        float[] all = timeline.nothing();
        System.arraycopy(part, 0, all, start, used);
        return all;
    }

    Summary summary() {
        return new Summary(readings, values, min, mean(), max, last, growthPerHour(), greatestByBucket());
    }
}
