package io.culprit.record.plot;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A recording in memory, in stretches of a few samples as a store would hand them out. */
final class FakeRecording implements Recording {
    static final String BOOT = "b0";

    private record Sample(String boot, long millis, Map<RecordedProcess, Map<ProcessMetric, Long>> rows) {}

    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Map<Long, Long>> host = new TreeMap<>();
    private final List<RecordingEvent> events = new ArrayList<>();
    private final int stretch;

    FakeRecording(int samplesInAStretch) {
        stretch = samplesInAStretch;
    }

    static RecordedProcess process(int pid, String name) {
        return process(pid, name, "/usr/bin/" + name, 0);
    }

    static RecordedProcess process(int pid, String name, String program, long startedMillis) {
        return new RecordedProcess(
                new ProcessId(BOOT, pid, startedMillis / 10),
                1,
                OptionalInt.of(0),
                name,
                program,
                Optional.of(program),
                name + " --serve",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                startedMillis);
    }

    FakeRecording at(long millis) {
        return at(BOOT, millis);
    }

    FakeRecording at(String boot, long millis) {
        samples.add(new Sample(boot, millis, new LinkedHashMap<>()));
        return this;
    }

    FakeRecording row(RecordedProcess process, ProcessMetric metric, long value) {
        samples.getLast()
                .rows()
                .computeIfAbsent(process, p -> new EnumMap<>(ProcessMetric.class))
                .put(metric, value);
        return this;
    }

    FakeRecording rss(RecordedProcess process, long bytes) {
        row(process, ProcessMetric.RSS_ANON, bytes);
        row(process, ProcessMetric.RSS_FILE, 0);
        return row(process, ProcessMetric.RSS_SHMEM, 0);
    }

    FakeRecording host(String key, long value) {
        host.computeIfAbsent(key, k -> new HashMap<>()).put(samples.getLast().millis(), value);
        return this;
    }

    FakeRecording event(long millis, RecordingEvent.Kind kind, String text) {
        events.add(new RecordingEvent(millis, kind, text));
        return this;
    }

    @Override
    public Optional<Overview> overview() {
        return samples.isEmpty()
                ? Optional.empty()
                : Optional.of(new Overview(
                        "web1",
                        new TimeRange(
                                samples.getFirst().millis(), samples.getLast().millis()),
                        samples.size(),
                        samples.stream().mapToLong(s -> s.rows().size()).sum(),
                        1234,
                        List.of()));
    }

    @Override
    public List<Lifetime> processes(TimeRange range) {
        Map<RecordedProcess, long[]> seen = new LinkedHashMap<>();
        for (Sample s : in(range)) {
            for (RecordedProcess p : s.rows().keySet()) {
                seen.computeIfAbsent(p, x -> new long[] {s.millis(), 0})[1] = s.millis();
            }
        }
        List<Lifetime> all = new ArrayList<>();
        seen.forEach((p, t) ->
                all.add(new Lifetime(p, t[0], t[1], t[1] < samples.getLast().millis())));
        return all;
    }

    @Override
    public void scan(TimeRange range, Set<ProcessMetric> metrics, Consumer<Stretch> visitor) {
        List<Sample> all = in(range);
        int from = 0;
        while (from < all.size()) {
            int to = from + 1;
            while (to < all.size()
                    && to - from < stretch
                    && all.get(to).boot().equals(all.get(from).boot())) {
                to++;
            }
            visitor.accept(new Piece(all.subList(from, to), metrics));
            from = to;
        }
    }

    private List<Sample> in(TimeRange range) {
        return samples.stream().filter(s -> range.contains(s.millis())).toList();
    }

    @Override
    public HostSeries host(TimeRange range, Predicate<String> keys) {
        long[] times = in(range).stream().mapToLong(Sample::millis).toArray();
        List<HostSeries.Line> lines = new ArrayList<>();
        host.forEach((key, values) -> {
            if (keys.test(key)) {
                lines.add(new HostSeries.Line(
                        key,
                        Arrays.stream(times)
                                .map(t -> values.getOrDefault(t, ProcessMetric.UNKNOWN))
                                .toArray()));
            }
        });
        return new HostSeries(times, lines);
    }

    @Override
    public List<RecordingEvent> events(TimeRange range) {
        return events.stream().filter(e -> range.contains(e.millis())).toList();
    }

    @Override
    public void close() {}

    private static final class Piece implements Stretch {
        private final List<Sample> part;
        private final Set<ProcessMetric> metrics;
        private final List<RecordedProcess> processes = new ArrayList<>();
        private final List<int[]> spans = new ArrayList<>();

        Piece(List<Sample> part, Set<ProcessMetric> metrics) {
            this.part = part;
            this.metrics = metrics;
            for (int i = 0; i < part.size(); i++) {
                for (RecordedProcess p : part.get(i).rows().keySet()) {
                    int known = processes.lastIndexOf(p);
                    if (known >= 0 && spans.get(known)[0] + spans.get(known)[1] == i) {
                        spans.get(known)[1]++;
                    } else {
                        processes.add(p);
                        spans.add(new int[] {i, 1});
                    }
                }
            }
        }

        @Override
        public String bootId() {
            return part.getFirst().boot();
        }

        @Override
        public long[] times() {
            return Arrays.copyOf(part.stream().mapToLong(Sample::millis).toArray(), part.size() + 3);
        }

        @Override
        public int samples() {
            return part.size();
        }

        @Override
        public int processes() {
            return processes.size();
        }

        @Override
        public RecordedProcess process(int row) {
            return processes.get(row);
        }

        @Override
        public int first(int row) {
            return spans.get(row)[0];
        }

        @Override
        public int length(int row) {
            return spans.get(row)[1];
        }

        @Override
        public long[] column(ProcessMetric metric) {
            if (!metrics.contains(metric)) {
                throw new IllegalArgumentException(metric + " was not asked for");
            }
            long[] column = new long[offset(processes.size())];
            for (int row = 0; row < processes.size(); row++) {
                for (int k = 0; k < length(row); k++) {
                    Map<ProcessMetric, Long> values =
                            part.get(first(row) + k).rows().get(processes.get(row));
                    column[offset(row) + k] =
                            values == null ? ProcessMetric.UNKNOWN : values.getOrDefault(metric, ProcessMetric.UNKNOWN);
                }
            }
            return column;
        }

        @Override
        public int offset(int row) {
            return spans.subList(0, row).stream().mapToInt(s -> s[1]).sum();
        }
    }
}
