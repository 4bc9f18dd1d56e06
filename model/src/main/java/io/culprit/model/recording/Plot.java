package io.culprit.model.recording;

import java.util.List;

/**
 * One metric of many processes over time, thinned out to what a picture can show: for each bucket of time the least and the
 * greatest value, so that no peak and no dip is lost.
 *
 * @param title what a person reads above it
 * @param unit of the values: {@code bytes}, {@code % of a CPU}, {@code descriptors}, {@code bytes/s} …
 * @param bucketMillis width of a bucket; bucket {@code i} begins at {@code fromMillis + i * bucketMillis}
 * @param lines the greatest last value first
 */
public record Plot(
        String title,
        String unit,
        long fromMillis,
        long bucketMillis,
        int buckets,
        List<Line> lines,
        List<Mark> marks) {

    public Plot {
        lines = List.copyOf(lines);
        marks = List.copyOf(marks);
    }

    /**
     * @param processes that this line sums up: one, or all of a program
     * @param least by bucket, NaN where there is no value; likewise {@code greatest}
     * @param last the last known value
     */
    @SuppressWarnings("ArrayRecordComponent") // Two thousand lines of two thousand values: handed over, not copied.
    public record Line(String label, List<RecordedProcess> processes, float[] least, float[] greatest, double last) {
        public Line {
            processes = List.copyOf(processes);
        }
    }

    /** A moment worth a vertical line: a spike, a restart, lost samples. */
    public record Mark(long millis, String text) {}
}
