package io.culprit.record;

import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.spike.ProcessNames;
import io.culprit.record.store.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A recording in memory, filled with frames as the store is; a stretch is at most {@link #STRETCH} samples of one boot. */
public final class FakeRecording implements Recording {
    private static final int STRETCH = 60;

    private record Sample(long millis, String boot, Map<RecordedProcess, long[]> rows, Map<String, Long> host) {}

    private final List<Sample> samples = new ArrayList<>();

    public void append(Frame frame, ProcessNames who, String boot) {
        Map<RecordedProcess, long[]> rows = new LinkedHashMap<>();
        for (int row = 0; row < frame.rows(); row++) {
            long[] values = new long[ProcessMetric.values().length + 1];
            for (ProcessMetric m : ProcessMetric.values()) {
                values[m.number()] = frame.column(m)[row];
            }
            rows.put(who.process(frame.handle(row)), values);
        }
        Map<String, Long> host = new TreeMap<>();
        for (int i = 0; i < frame.hostCount(); i++) {
            host.put(frame.hostKey(i), frame.hostValue(i));
        }
        samples.add(new Sample(frame.wallMillis(), boot, rows, host));
    }

    private List<Sample> in(TimeRange range) {
        return samples.stream().filter(s -> range.contains(s.millis())).toList();
    }

    @Override
    public Optional<Overview> overview() {
        return samples.isEmpty()
                ? Optional.empty()
                : Optional.of(new Overview(
                        "server1",
                        new TimeRange(
                                samples.getFirst().millis(), samples.getLast().millis()),
                        samples.size(),
                        0,
                        0,
                        List.of()));
    }

    @Override
    public List<Lifetime> processes(TimeRange range) {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public void scan(TimeRange range, Set<ProcessMetric> metrics, Consumer<Stretch> visitor) {
        List<Sample> all = in(range);
        int from = 0;
        while (from < all.size()) {
            int to = from + 1;
            while (to < all.size()
                    && to - from < STRETCH
                    && all.get(to).boot().equals(all.get(from).boot())) {
                to++;
            }
            visitor.accept(new Piece(all.subList(from, to), metrics));
            from = to;
        }
    }

    @Override
    public HostSeries host(TimeRange range, Predicate<String> keys) {
        List<Sample> all = in(range);
        Set<String> wanted = new java.util.TreeSet<>();
        all.forEach(s -> s.host().keySet().stream().filter(keys).forEach(wanted::add));
        return new HostSeries(
                all.stream().mapToLong(Sample::millis).toArray(),
                wanted.stream()
                        .map(k -> new HostSeries.Line(
                                k,
                                all.stream()
                                        .mapToLong(s -> s.host().getOrDefault(k, ProcessMetric.UNKNOWN))
                                        .toArray()))
                        .toList());
    }

    @Override
    public List<RecordingEvent> events(TimeRange range) {
        return List.of();
    }

    @Override
    public void close() {}

    private static final class Piece implements Stretch {
        private final List<Sample> samples;
        private final Set<ProcessMetric> metrics;
        private final List<RecordedProcess> processes = new ArrayList<>();
        private final List<List<Integer>> seen = new ArrayList<>();

        Piece(List<Sample> samples, Set<ProcessMetric> metrics) {
            this.samples = samples;
            this.metrics = metrics;
            Map<RecordedProcess, List<Integer>> where = new LinkedHashMap<>();
            for (int i = 0; i < samples.size(); i++) {
                for (RecordedProcess p : samples.get(i).rows().keySet()) {
                    where.computeIfAbsent(p, k -> new ArrayList<>()).add(i);
                }
            }
            where.forEach((p, at) -> {
                processes.add(p);
                seen.add(at);
            });
        }

        @Override
        public String bootId() {
            return samples.getFirst().boot();
        }

        @Override
        public long[] times() {
            // Longer than there are samples, as the contract allows.
            return Arrays.copyOf(samples.stream().mapToLong(Sample::millis).toArray(), samples.size() + 3);
        }

        @Override
        public int samples() {
            return samples.size();
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
            return seen.get(row).getFirst();
        }

        @Override
        public int length(int row) {
            return seen.get(row).size();
        }

        @Override
        public long[] column(ProcessMetric metric) {
            if (!metrics.contains(metric)) {
                throw new IllegalArgumentException(metric + " was not asked for");
            }
            List<Long> values = new ArrayList<>();
            for (int row = 0; row < processes.size(); row++) {
                for (int i : seen.get(row)) {
                    values.add(Objects.requireNonNull(samples.get(i).rows().get(processes.get(row)))[metric.number()]);
                }
            }
            return values.stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public int offset(int row) {
            int offset = 0;
            for (int i = 0; i < row; i++) {
                offset += seen.get(i).size();
            }
            return offset;
        }
    }
}
