package io.culprit.record.plot;

import io.culprit.model.recording.Metric;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Stretch;
import java.util.List;

/** The values of one process in one stretch. Between readings the last value is repeated, of levels and of rates alike. */
final class RowValues {
    /** The last reading of a process, carried from stretch to stretch. */
    static final class Track {
        private long raw = ProcessMetric.UNKNOWN;
        private long millis;
        private double value = Double.NaN;
    }

    private final Metric metric;
    private final long[][] columns;
    private long[] whole = {};
    private long[] flags = {};
    private double[] values = new double[512];
    private boolean[] read = new boolean[512];

    RowValues(Metric metric) {
        this.metric = metric;
        columns = new long[metric.inputs().size()][];
    }

    void enter(Stretch stretch) {
        List<ProcessMetric> inputs = metric.inputs();
        for (int i = 0; i < columns.length; i++) {
            columns[i] = stretch.column(inputs.get(i));
        }
        metric.whole().ifPresent(w -> whole = stretch.column(w));
        flags = stretch.column(ProcessMetric.READ_NOW);
        if (values.length < stretch.samples()) {
            values = new double[stretch.samples()];
            read = new boolean[stretch.samples()];
        }
    }

    /** Fills {@link #values} and {@link #read}, as many as the row is long. */
    void fill(Stretch stretch, int row, Track track) {
        long[] times = stretch.times();
        int first = stretch.first(row);
        int offset = stretch.offset(row);
        int length = stretch.length(row);
        boolean rate = metric.isRate();
        for (int k = 0; k < length; k++) {
            long raw = Metric.raw(columns, whole, offset + k);
            boolean now = raw != ProcessMetric.UNKNOWN && metric.wasRead(flags[offset + k]);
            if (!rate) {
                values[k] = raw == ProcessMetric.UNKNOWN ? Double.NaN : raw;
            } else {
                if (now) {
                    long millis = times[first + k];
                    track.value = metric.rate(track.raw, raw, millis - track.millis);
                    track.raw = raw;
                    track.millis = millis;
                }
                values[k] = raw == ProcessMetric.UNKNOWN ? Double.NaN : track.value;
            }
            read[k] = now;
        }
    }

    /** Valid until the next {@link #fill}. */
    double[] values() {
        return values;
    }

    boolean[] read() {
        return read;
    }
}
