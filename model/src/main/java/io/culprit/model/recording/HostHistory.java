package io.culprit.model.recording;

import java.util.List;

/**
 * Series of the host over a range, in figures.
 *
 * @param range from the first to the last sample of what was asked
 */
public record HostHistory(String host, TimeRange range, long samples, List<Entry> entries) {
    public HostHistory {
        entries = List.copyOf(entries);
    }

    public record Entry(HostMetric metric, Summary summary) {}
}
