package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares a recording with the world that it is of, value by value. */
final class Expected {
    /** A sample as it came out of the store. */
    record Found(String bootId, long time, Map<ProcessId, long[]> values) {}

    private Expected() {}

    static List<Found> all(Recording recording, TimeRange range) {
        List<Found> found = new ArrayList<>();
        ProcessMetric[] metrics = ProcessMetric.values();
        recording.scan(range, EnumSet.allOf(ProcessMetric.class), stretch -> {
            int from = found.size();
            for (int sample = 0; sample < stretch.samples(); sample++) {
                found.add(new Found(stretch.bootId(), stretch.times()[sample], new HashMap<>()));
            }
            for (int row = 0; row < stretch.processes(); row++) {
                add(stretch, row, metrics, found.subList(from, found.size()));
            }
        });
        return found;
    }

    private static void add(Stretch stretch, int row, ProcessMetric[] metrics, List<Found> found) {
        ProcessId id = stretch.process(row).id();
        for (int k = 0; k < stretch.length(row); k++) {
            long[] values = new long[metrics.length];
            for (int m = 0; m < metrics.length; m++) {
                values[m] = stretch.column(metrics[m])[stretch.offset(row) + k];
            }
            assertThat(found.get(stretch.first(row) + k).values.put(id, values)).isNull();
        }
    }

    static void same(Recording recording, List<World.Sample> expected, long newestPlacement) {
        List<Found> found = all(recording, TimeRange.ALL);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).time).isEqualTo(expected.get(i).boot() + newestPlacement);
            same(found.get(i), expected.get(i));
        }
    }

    static void same(Found found, World.Sample expected) {
        assertThat(found.bootId).isEqualTo(expected.bootId());
        assertThat(found.values.keySet()).isEqualTo(expected.values().keySet());
        found.values.forEach(
                (id, values) -> assertThat(values).isEqualTo(expected.values().get(id)));
    }

    static void sameHost(HostSeries host, List<World.Sample> expected) {
        assertThat(host.times()).hasSameSizeAs(expected);
        for (HostSeries.Line line : host.lines()) {
            for (int i = 0; i < expected.size(); i++) {
                assertThat(line.values()[i])
                        .isEqualTo(expected.get(i).host().getOrDefault(line.key(), ProcessMetric.UNKNOWN));
            }
        }
    }
}
