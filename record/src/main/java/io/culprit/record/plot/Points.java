package io.culprit.record.plot;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.PointSeries;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Every single value of the chosen processes. */
public final class Points {
    /** One value of one process; {@code read} is false where it repeats the last reading. */
    @FunctionalInterface
    public interface Visitor {
        void point(RecordedProcess process, long millis, double value, boolean read);
    }

    private Points() {}

    /** In pieces of time, and in each piece process by process, with rising times; memory stays bounded. */
    public static void scan(
            Recording recording, TimeRange range, Metric metric, Predicate<RecordedProcess> wanted, Visitor visitor) {
        RowValues row = new RowValues(metric);
        Map<ProcessId, RowValues.Track> tracks = new HashMap<>();
        recording.scan(range, metric.columns(), s -> {
            row.enter(s);
            for (int r = 0; r < s.processes(); r++) {
                RecordedProcess process = s.process(r);
                if (!wanted.test(process)) {
                    continue;
                }
                row.fill(s, r, tracks.computeIfAbsent(process.id(), id -> new RowValues.Track()));
                for (int k = 0; k < s.length(r); k++) {
                    if (!Double.isNaN(row.values()[k])) {
                        visitor.point(process, s.times()[s.first(r) + k], row.values()[k], row.read()[k]);
                    }
                }
            }
        });
    }

    /**
     * All in memory.
     *
     * @param chosen the order of the answer
     * @param most empty when there are more points than that
     */
    public static Optional<List<PointSeries>> collect(
            Recording recording, TimeRange range, Metric metric, List<ProcessId> chosen, long most) {
        Map<ProcessId, Growing> all = new HashMap<>();
        chosen.forEach(id -> all.put(id, new Growing()));
        long[] count = {0};
        scan(recording, range, metric, p -> count[0] <= most && all.containsKey(p.id()), (p, millis, value, read) -> {
            Growing series = all.get(p.id());
            if (series != null && count[0]++ <= most) {
                series.add(millis, value, read);
            }
        });
        if (count[0] > most) {
            return Optional.empty();
        }
        List<PointSeries> series = new ArrayList<>();
        for (ProcessId id : chosen) {
            Growing g = all.get(id);
            if (g != null) {
                series.add(g.series(id));
            }
        }
        return Optional.of(series);
    }

    private static final class Growing {
        private long[] millis = new long[64];
        private double[] values = new double[64];
        private boolean[] read = new boolean[64];
        private int used;

        void add(long at, double value, boolean wasRead) {
            if (used == millis.length) {
                millis = Arrays.copyOf(millis, 2 * used);
                values = Arrays.copyOf(values, 2 * used);
                read = Arrays.copyOf(read, 2 * used);
            }
            millis[used] = at;
            values[used] = value;
            read[used++] = wasRead;
        }

        PointSeries series(ProcessId id) {
            return new PointSeries(
                    id, Arrays.copyOf(millis, used), Arrays.copyOf(values, used), Arrays.copyOf(read, used));
        }
    }
}
