package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Stretch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the lifetimes of processes together from all stretches that they are in. */
final class Lifetimes {
    private static final class Seen {
        RecordedProcess process;
        final long first;
        long last;

        Seen(RecordedProcess process, long first) {
            this.process = process;
            this.first = first;
        }
    }

    private final Map<ProcessId, Seen> all = new LinkedHashMap<>();
    private final Map<String, Long> lastOfBoot = new HashMap<>();

    void add(Stretch stretch) {
        long[] times = stretch.times();
        for (int row = 0; row < stretch.processes(); row++) {
            RecordedProcess process = stretch.process(row);
            int first = stretch.first(row);
            Seen seen = all.computeIfAbsent(process.id(), id -> new Seen(process, times[first]));
            seen.process = process;
            seen.last = times[first + stretch.length(row) - 1];
        }
        lastOfBoot.put(stretch.bootId(), times[stretch.samples() - 1]);
    }

    List<Lifetime> list() {
        List<Lifetime> list = new ArrayList<>(all.size());
        for (Seen seen : all.values()) {
            boolean ended =
                    seen.last < lastOfBoot.getOrDefault(seen.process.id().bootId(), Long.MIN_VALUE);
            list.add(new Lifetime(seen.process, seen.first, seen.last, ended));
        }
        return list;
    }
}
