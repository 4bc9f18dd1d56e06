package io.culprit.record.store;

import io.culprit.model.recording.ProcessMetric;
import java.util.Arrays;

/**
 * One sample on its way to the store: filled, appended, and filled again; it allocates only when it grows.
 *
 * <p>{@link #wallMillis} and {@link #bootMillis} are one moment on two clocks: CLOCK_REALTIME, which may jump, and
 * CLOCK_BOOTTIME, which does not.
 */
public final class Frame {
    /** By number, and the numbers begin at 1. */
    private static final int METRICS = ProcessMetric.values().length + 1;

    private static final int FIRST_ROWS = 1024;
    private static final int FIRST_KEYS = 128;

    private final long[][] columns = new long[METRICS][FIRST_ROWS];
    private int[] handles = new int[FIRST_ROWS];
    private int rows;
    private String[] keys = new String[FIRST_KEYS];
    private long[] hostValues = new long[FIRST_KEYS];
    private int hostCount;
    private long wallMillis;
    private long bootMillis;

    public void begin(long wallMillis, long bootMillis) {
        this.wallMillis = wallMillis;
        this.bootMillis = bootMillis;
        rows = 0;
        hostCount = 0;
    }

    public long wallMillis() {
        return wallMillis;
    }

    public long bootMillis() {
        return bootMillis;
    }

    /**
     * Every metric of the new row is {@link ProcessMetric#UNKNOWN} until it is set.
     *
     * @param handle as {@link RecordingWriter#describe} gave it; each at most once in a frame
     */
    public int add(int handle) {
        if (rows == handles.length) {
            // By a quarter, as the table from which it is filled.
            int capacity = rows + (rows >> 2);
            handles = Arrays.copyOf(handles, capacity);
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Arrays.copyOf(columns[i], capacity);
            }
        }
        for (long[] column : columns) {
            column[rows] = ProcessMetric.UNKNOWN;
        }
        handles[rows] = handle;
        return rows++;
    }

    public void set(int row, ProcessMetric metric, long value) {
        columns[metric.number()][row] = value;
    }

    public int rows() {
        return rows;
    }

    public int handle(int row) {
        return handles[row];
    }

    /** The array may be longer than {@link #rows()}. */
    public long[] column(ProcessMetric metric) {
        return columns[metric.number()];
    }

    /** @param key see {@link io.culprit.model.recording.HostKey}; the same instance each time saves a comparison */
    public void host(String key, long value) {
        if (hostCount == keys.length) {
            keys = Arrays.copyOf(keys, 2 * hostCount);
            hostValues = Arrays.copyOf(hostValues, 2 * hostCount);
        }
        keys[hostCount] = key;
        hostValues[hostCount++] = value;
    }

    public int hostCount() {
        return hostCount;
    }

    public String hostKey(int i) {
        return keys[i];
    }

    public long hostValue(int i) {
        return hostValues[i];
    }
}
