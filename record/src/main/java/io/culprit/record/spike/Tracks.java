package io.culprit.record.spike;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Levels over time, side by side: the last seconds of each, and the last hour in minutes. Windows are of time, so that samples
 * every second and every ten minutes are judged alike. No allocation but when tracks are added.
 */
final class Tracks {
    /** A level counts when it was held for so long, and at two samples: a single one is noise. */
    static final long HELD_MILLIS = 15_000;

    private static final int LEAST_SAMPLES = 2;
    /** Samples every second, some of them early. */
    private static final int LAST = 20;
    /** What "lately" means: long enough to know noise, short enough to follow the rhythm of the day. */
    static final long RECENT_MILLIS = 3_600_000;

    static final long MINUTE_MILLIS = 60_000;
    private static final int MINUTES = 60;
    /** With fewer there is no median worth the name. */
    private static final int LEAST_MINUTES = 5;

    private final float[][] last = new float[LAST][];
    private final long[] took = new long[LAST];
    private final float[][] minutes = new float[MINUTES][];
    private final long[] minuteEnds = new long[MINUTES];
    private final float[] scratch = new float[MINUTES];
    private float[] sum;
    private long summed;
    private int samples;
    private int minutesMade;
    private int held;
    private long now;
    private double median;
    private double deviation;

    Tracks(int capacity) {
        Arrays.setAll(last, i -> new float[capacity]);
        Arrays.setAll(minutes, i -> new float[capacity]);
        sum = new float[capacity];
    }

    void grow(int capacity) {
        for (int i = 0; i < LAST; i++) {
            last[i] = Arrays.copyOf(last[i], capacity);
        }
        for (int i = 0; i < MINUTES; i++) {
            minutes[i] = Arrays.copyOf(minutes[i], capacity);
        }
        sum = Arrays.copyOf(sum, capacity);
    }

    /** The track begins anew at level 0. */
    void clear(int track) {
        for (float[] l : last) {
            l[track] = 0;
        }
        for (float[] m : minutes) {
            m[track] = 0;
        }
        sum[track] = 0;
    }

    /** @param levels one for each track, of the time since the sample before */
    void add(float[] levels, int count, long bootMillis, long elapsedMillis) {
        now = bootMillis;
        int at = samples % LAST;
        System.arraycopy(levels, 0, last[at], 0, count);
        took[at] = elapsedMillis;
        samples++;
        for (int i = 0; i < count; i++) {
            sum[i] += levels[i] * elapsedMillis;
        }
        summed += elapsedMillis;
        if (summed >= MINUTE_MILLIS) {
            int minute = minutesMade % MINUTES;
            for (int i = 0; i < count; i++) {
                minutes[minute][i] = sum[i] / summed;
            }
            Arrays.fill(sum, 0);
            minuteEnds[minute] = bootMillis;
            minutesMade++;
            summed = 0;
        }
        held = heldSamples();
    }

    private int heldSamples() {
        long covered = 0;
        int most = Math.min(samples, LAST);
        for (int n = 1; n <= most; n++) {
            covered += took[(samples - n) % LAST];
            if (n >= LEAST_SAMPLES && covered >= HELD_MILLIS) {
                return n;
            }
        }
        return samples >= LAST ? LAST : 0;
    }

    /** The level that every sample of the last {@link #HELD_MILLIS} had; 0 when there were too few. */
    float held(int track) {
        if (held == 0) {
            return 0;
        }
        float least = Float.MAX_VALUE;
        for (int n = 1; n <= held; n++) {
            least = Math.min(least, last[(samples - n) % LAST][track]);
        }
        return least;
    }

    /** When each minute of the last hour that is remembered was over, oldest first; on the clock of {@link #add}. */
    long[] minuteEnds() {
        return Arrays.stream(order()).mapToLong(i -> minuteEnds[i]).toArray();
    }

    /** The track's mean in each of {@link #minuteEnds}. */
    float[] minutes(int track) {
        int[] order = order();
        float[] levels = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            levels[i] = minutes[order[i]][track];
        }
        return levels;
    }

    private int[] order() {
        return IntStream.range(Math.max(0, minutesMade - MINUTES), minutesMade)
                .map(i -> i % MINUTES)
                .filter(i -> now - minuteEnds[i] <= RECENT_MILLIS)
                .toArray();
    }

    /** Goes on after minutes that another saw, before the first {@link #add}: all tracks at level 0 in them. */
    void resume(long[] ends) {
        minutesMade = Math.min(ends.length, MINUTES);
        System.arraycopy(ends, ends.length - minutesMade, minuteEnds, 0, minutesMade);
    }

    /**
     * What the track had in the minutes of {@link #resume}. Those that were overwritten since are left out.
     *
     * @param ends as they were given there
     */
    void resume(int track, long[] ends, float[] levels) {
        int given = Math.min(ends.length, MINUTES);
        for (int i = 0; i < given; i++) {
            if (minuteEnds[i] == ends[ends.length - given + i]) {
                minutes[i][track] = levels[ends.length - given + i];
            }
        }
    }

    /** Finds {@link #median} and {@link #deviation} of the last hour; false when too little of it was seen. */
    boolean recent(int track) {
        int n = 0;
        for (int i = 0; i < Math.min(minutesMade, MINUTES); i++) {
            if (now - minuteEnds[i] <= RECENT_MILLIS) {
                scratch[n++] = minutes[i][track];
            }
        }
        if (n < LEAST_MINUTES) {
            return false;
        }
        median = middle(n);
        for (int i = 0; i < n; i++) {
            scratch[i] = (float) Math.abs(scratch[i] - median);
        }
        deviation = middle(n);
        return true;
    }

    private double middle(int n) {
        Arrays.sort(scratch, 0, n);
        return (scratch[n / 2] + scratch[(n - 1) / 2]) / 2.0;
    }

    double median() {
        return median;
    }

    /** Median absolute deviation. */
    double deviation() {
        return deviation;
    }
}
