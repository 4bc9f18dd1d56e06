package io.culprit.record.sample;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps in memory what a store would keep on disk. */
final class FakeWriter implements RecordingWriter {
    /** By handle. */
    final List<RecordedProcess> described = new ArrayList<>();

    final List<Integer> ended = new ArrayList<>();
    final List<RecordingEvent> events = new ArrayList<>();
    /** RSS by name, one map a sample. */
    final List<Map<String, Long>> samples = new ArrayList<>();

    final List<Map<String, Long>> hosts = new ArrayList<>();
    Written answer = new Written.Durable(100);
    int descriptions;

    @Override
    public int describe(RecordedProcess process) {
        descriptions++;
        described.add(process);
        return described.size() - 1;
    }

    @Override
    public void describeAgain(int handle, RecordedProcess process) {
        descriptions++;
        described.set(handle, process);
    }

    @Override
    public void ended(int handle) {
        ended.add(handle);
    }

    @Override
    public Written append(Frame frame) {
        Map<String, Long> rows = new HashMap<>();
        for (int i = 0; i < frame.rows(); i++) {
            RecordedProcess p = described.get(frame.handle(i));
            rows.put(p.name() + " " + p.id().pid(), frame.column(ProcessMetric.RSS_ANON)[i]);
        }
        samples.add(rows);
        Map<String, Long> host = new HashMap<>();
        for (int i = 0; i < frame.hostCount(); i++) {
            host.put(frame.hostKey(i), frame.hostValue(i));
        }
        hosts.add(host);
        return answer;
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
