package io.culprit.diagnose.probe.host;

import java.util.Arrays;

/** The pace of a figure by Theil-Sen: the median of the slopes between all pairs of readings, so that one jump makes no trend. */
final class Slope {
    /** 8 128 pairs; twice as many readings thin out to every other one, which changes the median little. */
    private static final int MAX_READINGS = 128;

    private final long[] nanos = new long[MAX_READINGS];
    private final long[] values = new long[MAX_READINGS];
    private int count;
    private int keepEvery = 1;
    private int skipped;

    void add(long atNanos, long value) {
        if (++skipped < keepEvery) {
            return;
        }
        skipped = 0;
        if (count == MAX_READINGS) {
            for (int i = 0; i < MAX_READINGS / 2; i++) {
                nanos[i] = nanos[2 * i];
                values[i] = values[2 * i];
            }
            count = MAX_READINGS / 2;
            keepEvery *= 2;
        }
        nanos[count] = atNanos;
        values[count++] = value;
    }

    /** 0 before there are two readings. */
    double perSecond() {
        double[] slopes = new double[count * (count - 1) / 2];
        int n = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                double seconds = (nanos[j] - nanos[i]) / 1e9;
                if (seconds > 0) {
                    slopes[n++] = ((double) values[j] - values[i]) / seconds;
                }
            }
        }
        if (n == 0) {
            return 0;
        }
        Arrays.sort(slopes, 0, n);
        return n % 2 == 1 ? slopes[n / 2] : (slopes[n / 2 - 1] + slopes[n / 2]) / 2;
    }
}
