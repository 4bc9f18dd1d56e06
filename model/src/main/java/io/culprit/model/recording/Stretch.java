package io.culprit.model.recording;

/**
 * Consecutive samples as one piece of the recording holds them, cut to the asked range. A process that lives longer comes
 * again in the next stretch under the same {@link io.culprit.model.ProcessId}. Valid only while the visitor runs: the arrays
 * are used again.
 *
 * <p>Times never fall within one boot, whatever the wall clock did meanwhile: they are the monotonic clock, placed by the
 * newest reading of the wall clock that the boot has.
 */
public interface Stretch {
    String bootId();

    /** Milliseconds since 1970, one for each of {@link #samples()}; the array may be longer. */
    long[] times();

    int samples();

    int processes();

    RecordedProcess process(int row);

    /** Index of the first sample at which this process was seen; it was seen at {@link #length} consecutive ones. */
    int first(int row);

    int length(int row);

    /**
     * Values of all rows one after another: sample {@code first(row) + k} of a row is at {@code offset(row) + k}.
     * {@link ProcessMetric#UNKNOWN} where it could not be read, or nobody recorded the metric.
     *
     * @param metric one of those asked for
     */
    long[] column(ProcessMetric metric);

    int offset(int row);
}
