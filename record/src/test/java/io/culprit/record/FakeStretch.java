package io.culprit.record;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Some samples of one boot; a process that was away for one of them has two rows. */
final class FakeStretch implements Stretch {
    /** The contract allows an array that is longer than there are samples. */
    private static final int BEHIND = 3;

    private final List<FakeRecording.Sample> part;
    private final Set<ProcessMetric> metrics;
    private final List<RecordedProcess> processes = new ArrayList<>();
    private final List<int[]> spans = new ArrayList<>();

    FakeStretch(List<FakeRecording.Sample> part, Set<ProcessMetric> metrics) {
        this.part = part;
        this.metrics = metrics;
        Map<RecordedProcess, int[]> latest = new HashMap<>();
        for (int i = 0; i < part.size(); i++) {
            for (RecordedProcess p : part.get(i).rows().keySet()) {
                int[] span = latest.get(p);
                if (span != null && span[0] + span[1] == i) {
                    span[1]++;
                } else {
                    int[] begun = {i, 1};
                    processes.add(p);
                    spans.add(begun);
                    latest.put(p, begun);
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
        return Arrays.copyOf(
                part.stream().mapToLong(FakeRecording.Sample::millis).toArray(), part.size() + BEHIND);
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
        int at = 0;
        for (int row = 0; row < processes.size(); row++) {
            for (int k = 0; k < length(row); k++) {
                Map<ProcessMetric, Long> values =
                        part.get(first(row) + k).rows().get(processes.get(row));
                column[at++] =
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
