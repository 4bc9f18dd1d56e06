package io.culprit.record.replay;

import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The host's series over the window, and some minutes before it for the averages. */
final class HostWindow {
    /** The longest average that is asked for is of five minutes. */
    private static final long BEFORE_MILLIS = 300_000;

    private static final double MICROS_PER_MILLI = 1000;
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private final Moment moment;
    private final long[] times;
    private final Map<String, long[]> lines = new LinkedHashMap<>();

    HostWindow(Recording recording, Moment moment) {
        this.moment = moment;
        long from = Math.max(moment.runFromMillis(), moment.toMillis() - BEFORE_MILLIS - moment.intervalMillis());
        HostSeries series =
                recording.host(new TimeRange(Math.min(from, moment.fromMillis()), moment.toMillis()), key -> true);
        times = series.times();
        series.lines().forEach(l -> lines.put(l.key(), l.values()));
    }

    double seconds() {
        return moment.seconds();
    }

    /** The latest value within the window. */
    OptionalLong level(String key) {
        long[] values = lines.get(key);
        for (int i = times.length - 1; values != null && i >= 0 && times[i] >= moment.fromMillis(); i--) {
            if (values[i] != ProcessMetric.UNKNOWN) {
                return OptionalLong.of(values[i]);
            }
        }
        return OptionalLong.empty();
    }

    /** The first value within the window. */
    OptionalLong firstLevel(String key) {
        long[] values = lines.get(key);
        for (int i = 0; values != null && i < times.length; i++) {
            if (times[i] >= moment.fromMillis() && values[i] != ProcessMetric.UNKNOWN) {
                return OptionalLong.of(values[i]);
            }
        }
        return OptionalLong.empty();
    }

    OptionalDouble mean(String key) {
        long[] values = lines.get(key);
        double sum = 0;
        int n = 0;
        for (int i = 0; values != null && i < times.length; i++) {
            if (times[i] >= moment.fromMillis() && values[i] != ProcessMetric.UNKNOWN) {
                sum += values[i];
                n++;
            }
        }
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / n);
    }

    /** A second, over the window; empty when the counter was not read twice, or was reset between. */
    OptionalDouble rate(String key) {
        Optional<Rise> rise = rise(key, moment.fromMillis());
        return rise.isPresent()
                ? OptionalDouble.of(rise.get().by() * 1000.0 / rise.get().millis())
                : NONE;
    }

    /** Share of the last so many milliseconds in which a counter of microseconds ran; of less, where less was recorded. */
    OptionalDouble share(String key, long lastMillis) {
        Optional<Rise> rise = rise(key, moment.toMillis() - lastMillis);
        return rise.isPresent()
                ? OptionalDouble.of(Math.clamp(
                        rise.get().by() / MICROS_PER_MILLI / rise.get().millis(), 0, 1))
                : NONE;
    }

    private record Rise(long by, long millis) {}

    private Optional<Rise> rise(String key, long fromMillis) {
        long[] values = lines.get(key);
        int begin = -1;
        int end = -1;
        for (int i = 0; values != null && i < times.length; i++) {
            if (values[i] != ProcessMetric.UNKNOWN) {
                // The last sample before the span is where it begins, and the first one there is otherwise.
                begin = begin < 0 || times[i] <= fromMillis ? i : begin;
                end = i;
            }
        }
        return values == null || begin == end || values[end] < values[begin] || times[end] <= times[begin]
                ? Optional.empty()
                : Optional.of(new Rise(values[end] - values[begin], times[end] - times[begin]));
    }

    /** By what follows the prefix: the latest values of the series that begin so. */
    Map<String, Long> levels(String prefix) {
        Map<String, Long> levels = new LinkedHashMap<>();
        for (String key : lines.keySet()) {
            if (key.startsWith(prefix)) {
                level(key).ifPresent(v -> levels.put(key.substring(prefix.length()), v));
            }
        }
        return levels;
    }
}
