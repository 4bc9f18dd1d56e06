package io.culprit.record.store;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Stretch;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** A segment, cut to a range of its samples, its arrays used again for the next one. */
final class SegmentStretch implements Stretch {
    private final Acquaintances known;
    private final Map<ProcessMetric, long[]> columns = new EnumMap<>(ProcessMetric.class);
    private String bootId = "";
    private long[] times = new long[0];
    private int samples;
    private int count;
    private int[] rowOf = new int[0];
    private int[] first = new int[0];
    private int[] length = new int[0];
    private int[] offset = new int[0];

    SegmentStretch(Acquaintances known) {
        this.known = known;
    }

    /** @param times of all samples of the segment; those from {@code from} up to before {@code to} are taken */
    void set(Segment segment, long[] times, int from, int to, long placement, Set<ProcessMetric> metrics)
            throws IOException {
        Rows rows = segment.rows();
        bootId = segment.head().origin().bootId();
        samples = to - from;
        this.times = from == 0 ? times : Arrays.copyOfRange(times, from, to);
        known.begin(segment, placement);
        room(rows.rows());
        count = 0;
        for (int row = 0; row < rows.rows(); row++) {
            int begin = Math.max(rows.first(row), from);
            int end = Math.min(rows.first(row) + rows.length(row), to);
            if (begin < end) {
                rowOf[count] = rows.process(row);
                first[count] = begin - from;
                length[count] = end - begin;
                offset[count++] = rows.offset(row) + begin - rows.first(row);
            }
        }
        for (ProcessMetric metric : metrics) {
            long[] values = columns.getOrDefault(metric, new long[0]);
            if (values.length < rows.values()) {
                values = new long[rows.values()];
            }
            columns.put(metric, values);
            segment.column(metric.number(), values);
        }
    }

    private void room(int rows) {
        if (rowOf.length < rows) {
            rowOf = new int[rows];
            first = new int[rows];
            length = new int[rows];
            offset = new int[rows];
        }
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public long[] times() {
        return times;
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public int processes() {
        return count;
    }

    @Override
    public RecordedProcess process(int row) {
        return known.process(rowOf[row]);
    }

    @Override
    public int first(int row) {
        return first[row];
    }

    @Override
    public int length(int row) {
        return length[row];
    }

    @Override
    public long[] column(ProcessMetric metric) {
        long[] column = columns.get(metric);
        if (column == null) {
            throw new IllegalArgumentException(metric + " was not asked for");
        }
        return column;
    }

    @Override
    public int offset(int row) {
        return offset[row];
    }
}
