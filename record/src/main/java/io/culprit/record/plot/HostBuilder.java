package io.culprit.record.plot;

import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.HostMetric;
import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Plot;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Series of the host itself, in figures or as a picture needs them. */
public final class HostBuilder {
    private record Filled(HostMetric metric, Bins bins) {}

    private HostBuilder() {}

    /** @return empty where the range holds no sample */
    public static Optional<HostHistory> history(Recording recording, TimeRange range, Predicate<String> keys) {
        HostSeries series = recording.host(range, keys);
        return timeline(recording, series, HistoryBuilder.SPARK)
                .map(timeline -> new HostHistory(
                        timeline.host(),
                        new TimeRange(timeline.fromMillis(), timeline.toMillis()),
                        timeline.samples(),
                        fill(series, timeline).stream()
                                .map(f -> new HostHistory.Entry(
                                        f.metric(), f.bins().summary()))
                                .toList()));
    }

    /**
     * Lines that share the unit of the first; those of another unit are left out.
     *
     * @return empty where the range holds no sample
     */
    public static Optional<Plot> plot(Recording recording, TimeRange range, Predicate<String> keys) {
        HostSeries series = recording.host(range, keys);
        return timeline(recording, series, PlotBuilder.MOST_BUCKETS).map(timeline -> {
            List<Filled> filled = fill(series, timeline);
            String unit = filled.isEmpty() ? "" : filled.getFirst().metric().unit();
            return new Plot(
                    "host " + timeline.host(),
                    unit,
                    timeline.fromMillis(),
                    timeline.bucketMillis(),
                    timeline.buckets(),
                    filled.stream()
                            .filter(f -> f.metric().unit().equals(unit))
                            .map(f -> new Plot.Line(
                                    f.metric().key(),
                                    List.of(),
                                    f.bins().leastByBucket(),
                                    f.bins().greatestByBucket(),
                                    f.bins().last()))
                            .sorted((a, b) -> Double.compare(b.last(), a.last()))
                            .toList(),
                    Marks.tidied(Marks.of(recording.events(range), timeline)));
        });
    }

    private static Optional<Timeline> timeline(Recording recording, HostSeries series, int buckets) {
        long[] times = series.times();
        return times.length == 0
                ? Optional.empty()
                : recording.overview().map(o -> Timeline.of(o.host(), times, times.length, buckets));
    }

    private static List<Filled> fill(HostSeries series, Timeline timeline) {
        long[] times = series.times();
        long gapMillis = Interval.GAP * Interval.median(times, times.length);
        List<Filled> all = new ArrayList<>();
        for (HostSeries.Line line : series.lines()) {
            HostMetric metric = HostMetric.of(line.key());
            Bins bins = new Bins(timeline);
            long earlier = ProcessMetric.UNKNOWN;
            long earlierMillis = 0;
            for (int i = 0; i < times.length; i++) {
                long value = line.values()[i];
                bins.add(times[i], metric.value(earlier, value, times[i] - earlierMillis), true, gapMillis);
                if (value != ProcessMetric.UNKNOWN) {
                    earlier = value;
                    earlierMillis = times[i];
                }
            }
            if (!bins.isEmpty()) {
                all.add(new Filled(metric, bins));
            }
        }
        return all;
    }
}
