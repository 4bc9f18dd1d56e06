package io.culprit.record.plot;

import java.util.Arrays;

/** How long it takes from one sample to the next. */
final class Interval {
    /** So many intervals without a sample are a gap: a late or a lost sample is none. */
    static final int GAP = 4;

    private Interval() {}

    /** @return milliseconds; 0 when fewer than two times are given */
    static long median(long[] times, int count) {
        if (count < 2) {
            return 0;
        }
        long[] steps = new long[count - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = times[i + 1] - times[i];
        }
        Arrays.sort(steps);
        return Math.max(0, steps[steps.length / 2]);
    }
}
