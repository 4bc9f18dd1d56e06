package io.culprit.model.recording;

import io.culprit.model.ProcessId;

/**
 * Every value of one process.
 *
 * @param millis since 1970; {@code values} and {@code read} have one element for each
 * @param read false where the value repeats the last reading
 */
@SuppressWarnings("ArrayRecordComponent") // A million values: handed over, not copied.
public record PointSeries(ProcessId process, long[] millis, double[] values, boolean[] read) {}
