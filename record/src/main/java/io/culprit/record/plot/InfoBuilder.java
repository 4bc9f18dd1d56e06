package io.culprit.record.plot;

import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.HostMetric;
import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.RecordingInfo;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What a recording is: how much, since when, what is missing, what it cost. */
public final class InfoBuilder {
    /** Told; more are counted by the events. */
    private static final int MOST_GAPS = 10;

    private static final Set<String> OWN = Set.of(HostKey.OWN_CPU, HostKey.OWN_RSS, HostKey.OWN_LATE, HostKey.OWN_TOOK);

    private InfoBuilder() {}

    /** @return empty when it holds no sample */
    public static Optional<RecordingInfo> build(Recording recording) {
        return recording.overview().map(overview -> of(recording, overview));
    }

    private static RecordingInfo of(Recording recording, Overview overview) {
        HostSeries own = recording.host(TimeRange.ALL, OWN::contains);
        List<RecordingEvent> events = recording.events(TimeRange.ALL);
        long interval = Interval.median(own.times(), own.times().length);
        return new RecordingInfo(
                overview,
                recording.processes(TimeRange.ALL).size(),
                interval,
                gaps(own.times(), interval),
                events.subList(Math.max(0, events.size() - RecordingInfo.MOST_EVENTS), events.size()),
                events.size(),
                figure(own, HostKey.OWN_CPU, false),
                figure(own, HostKey.OWN_RSS, true),
                figure(own, HostKey.OWN_LATE, true),
                figure(own, HostKey.OWN_TOOK, false));
    }

    private static List<RecordingInfo.Gap> gaps(long[] times, long interval) {
        List<RecordingInfo.Gap> gaps = new ArrayList<>();
        for (int i = 1; i < times.length; i++) {
            if (interval > 0 && times[i] - times[i - 1] > Interval.GAP * interval) {
                gaps.add(new RecordingInfo.Gap(times[i - 1], times[i]));
            }
        }
        gaps.sort(Comparator.comparingLong(RecordingInfo.Gap::millis).reversed());
        return gaps.subList(0, Math.min(MOST_GAPS, gaps.size()));
    }

    /** @return the greatest value or the mean, in the unit of the series */
    private static OptionalDouble figure(HostSeries series, String key, boolean greatest) {
        Optional<HostSeries.Line> line =
                series.lines().stream().filter(l -> l.key().equals(key)).findFirst();
        if (line.isEmpty()) {
            return OptionalDouble.empty();
        }
        HostMetric metric = HostMetric.of(key);
        long[] values = line.get().values();
        long earlier = ProcessMetric.UNKNOWN;
        long earlierMillis = 0;
        double sum = 0;
        double weight = 0;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            long millis = series.times()[i] - earlierMillis;
            double value = metric.value(earlier, values[i], millis);
            if (!Double.isNaN(value)) {
                // Readings may lie far apart: a rate counts for as long as it held.
                double held = metric.rate() ? millis : 1;
                sum += value * held;
                weight += held;
                max = Math.max(max, value);
            }
            if (values[i] != ProcessMetric.UNKNOWN) {
                earlier = values[i];
                earlierMillis = series.times()[i];
            }
        }
        if (weight == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(greatest ? max : sum / weight);
    }
}
