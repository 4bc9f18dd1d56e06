package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps all that is written, and refuses what no store has to accept. */
final class MemoryWriter implements RecordingWriter {
    record Value(RecordedProcess process, Map<ProcessMetric, Long> values) {}

    record Sample(String bootId, long millis, List<Value> rows, Map<String, Long> host) {
        Value of(int pid) {
            return rows.stream()
                    .filter(r -> r.process.id().pid() == pid)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final String bootId;
    private final List<Sample> samples;
    private final List<RecordingEvent> events;
    private final Map<Integer, RecordedProcess> handles = new HashMap<>();
    private final ArrayList<Integer> free = new ArrayList<>();
    private int next;
    private long last = Long.MIN_VALUE;

    MemoryWriter(String bootId, List<Sample> samples, List<RecordingEvent> events) {
        this.bootId = bootId;
        this.samples = samples;
        this.events = events;
    }

    @Override
    public int describe(RecordedProcess process) {
        if (!process.id().bootId().equals(bootId)) {
            throw new IllegalArgumentException("of another boot");
        }
        if (handles.values().stream().anyMatch(p -> p.id().equals(process.id()))) {
            throw new IllegalArgumentException("described twice: " + process.id());
        }
        int handle = free.isEmpty() ? next++ : free.removeLast();
        handles.put(handle, process);
        return handle;
    }

    @Override
    public void describeAgain(int handle, RecordedProcess process) {
        RecordedProcess before = handles.get(handle);
        if (before == null || !before.id().equals(process.id())) {
            throw new IllegalArgumentException("another process under the same handle");
        }
        handles.put(handle, process);
    }

    @Override
    public void ended(int handle) {
        if (handles.remove(handle) == null) {
            throw new IllegalArgumentException("ended twice");
        }
        free.add(handle);
    }

    @Override
    public Written append(Frame frame) {
        if (frame.bootMillis() <= last) {
            throw new IllegalArgumentException("time falls within one boot");
        }
        last = frame.bootMillis();
        List<Value> rows = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int r = 0; r < frame.rows(); r++) {
            RecordedProcess process = handles.get(frame.handle(r));
            if (!seen.add(frame.handle(r)) || process == null) {
                throw new IllegalArgumentException("a handle twice in one frame, or of nobody");
            }
            Map<ProcessMetric, Long> values = new EnumMap<>(ProcessMetric.class);
            for (ProcessMetric metric : ProcessMetric.values()) {
                long value = frame.column(metric)[r];
                if (value != ProcessMetric.UNKNOWN) {
                    values.put(metric, value);
                }
            }
            rows.add(new Value(process, values));
        }
        Map<String, Long> host = new LinkedHashMap<>();
        for (int i = 0; i < frame.hostCount(); i++) {
            if (host.put(frame.hostKey(i), frame.hostValue(i)) != null) {
                throw new IllegalArgumentException("a key twice in one frame");
            }
        }
        samples.add(new Sample(bootId, frame.wallMillis(), rows, host));
        return new Written.Durable(0);
    }

    @Override
    public void event(RecordingEvent event) {
        events.add(event);
    }

    @Override
    public void close() {}

    @Override
    public void finish() {}
}
