package io.culprit.record.plot;

import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Stretch;
import java.util.Arrays;

/** Adds up the rows of a candidate, sample by sample, in arrays that are used again. */
final class Sums {
    private final RowValues row;
    private double[] sums = {};
    private boolean[] read = {};

    Sums(Metric metric) {
        row = new RowValues(metric);
    }

    void enter(Stretch s) {
        row.enter(s);
        if (sums.length < s.samples()) {
            sums = new double[s.samples()];
            read = new boolean[s.samples()];
        }
    }

    /** Fills the candidate's bins from its rows of the stretch. */
    void fill(Stretch s, Candidate c, long gapMillis) {
        int begin = s.samples();
        int end = 0;
        for (int i = 0; i < c.rows(); i++) {
            begin = Math.min(begin, s.first(c.row(i)));
            end = Math.max(end, s.first(c.row(i)) + s.length(c.row(i)));
        }
        Arrays.fill(sums, begin, end, Double.NaN);
        Arrays.fill(read, begin, end, false);
        for (int i = 0; i < c.rows(); i++) {
            row.fill(s, c.row(i), c.track(i));
            add(s.first(c.row(i)), s.length(c.row(i)));
        }
        long[] times = s.times();
        for (int k = begin; k < end; k++) {
            c.bins().add(times[k], sums[k], read[k], gapMillis);
        }
    }

    private void add(int first, int length) {
        double[] values = row.values();
        boolean[] now = row.read();
        for (int k = 0; k < length; k++) {
            double value = values[k];
            if (!Double.isNaN(value)) {
                double before = sums[first + k];
                sums[first + k] = Double.isNaN(before) ? value : before + value;
                read[first + k] |= now[k];
            }
        }
    }
}
