package io.culprit.model.recording;

import java.util.List;

/**
 * What was recorded of the host itself.
 *
 * @param times milliseconds since 1970, on the clock of {@link Stretch#times()}
 * @param lines one for each key of {@link HostKey} that was asked for and exists
 */
@SuppressWarnings("ArrayRecordComponent") // A week has millions of values: handed over, not copied.
public record HostSeries(long[] times, List<Line> lines) {
    public HostSeries {
        lines = List.copyOf(lines);
    }

    /** @param values one for each time, {@link ProcessMetric#UNKNOWN} where it was not read */
    @SuppressWarnings("ArrayRecordComponent")
    public record Line(String key, long[] values) {}
}
