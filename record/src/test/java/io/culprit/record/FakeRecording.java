package io.culprit.record;

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
import io.culprit.record.spike.ProcessNames;
import io.culprit.record.store.Frame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A recording in memory, filled by hand or with frames, in stretches of a few samples as a store would hand them out. */
public final class FakeRecording implements Recording {
    public static final String BOOT = "b0";

    private static final int USUAL_STRETCH = 60;

    record Sample(
            String boot, long millis, Map<RecordedProcess, Map<ProcessMetric, Long>> rows, Map<String, Long> host) {}

    private final List<Sample> samples = new ArrayList<>();
    private final List<RecordingEvent> events = new ArrayList<>();
    private final int stretch;

    public FakeRecording() {
        this(USUAL_STRETCH);
    }

    public FakeRecording(int samplesInAStretch) {
        stretch = samplesInAStretch;
    }

    public static RecordedProcess process(int pid, String name) {
        return process(pid, name, "/usr/bin/" + name, 0);
    }

    public static RecordedProcess process(int pid, String name, String program, long startedMillis) {
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

    public void append(Frame frame, ProcessNames who, String boot) {
        at(boot, frame.wallMillis());
        for (int row = 0; row < frame.rows(); row++) {
            RecordedProcess process = who.process(frame.handle(row));
            for (ProcessMetric m : ProcessMetric.values()) {
                row(process, m, frame.column(m)[row]);
            }
        }
        for (int i = 0; i < frame.hostCount(); i++) {
            host(frame.hostKey(i), frame.hostValue(i));
        }
    }

    /** Begins a sample. */
    public FakeRecording at(long millis) {
        return at(BOOT, millis);
    }

    public FakeRecording at(String boot, long millis) {
        samples.add(new Sample(boot, millis, new LinkedHashMap<>(), new TreeMap<>()));
        return this;
    }

    public FakeRecording row(RecordedProcess process, ProcessMetric metric, long value) {
        samples.getLast()
                .rows()
                .computeIfAbsent(process, p -> new EnumMap<>(ProcessMetric.class))
                .put(metric, value);
        return this;
    }

    public FakeRecording rss(RecordedProcess process, long bytes) {
        row(process, ProcessMetric.RSS_ANON, bytes);
        row(process, ProcessMetric.RSS_FILE, 0);
        return row(process, ProcessMetric.RSS_SHMEM, 0);
    }

    public FakeRecording host(String key, long value) {
        samples.getLast().host().put(key, value);
        return this;
    }

    public FakeRecording event(long millis, RecordingEvent.Kind kind, String text) {
        events.add(new RecordingEvent(millis, kind, text));
        return this;
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
            visitor.accept(new FakeStretch(all.subList(from, to), metrics));
            from = to;
        }
    }

    private List<Sample> in(TimeRange range) {
        return samples.stream().filter(s -> range.contains(s.millis())).toList();
    }

    @Override
    public HostSeries host(TimeRange range, Predicate<String> keys) {
        List<Sample> all = in(range);
        Set<String> wanted = new TreeSet<>();
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
        return events.stream().filter(e -> range.contains(e.millis())).toList();
    }

    @Override
    public void close() {}
}
