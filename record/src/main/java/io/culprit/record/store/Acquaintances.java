package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.RecordedProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of the segment at hand, those of the one before it used again: most processes are in both. One that is
 * damaged is taken from there too.
 */
final class Acquaintances {
    private record Known(int mark, RecordedProcess process) {}

    private final Damage damage;
    private Map<ProcessId, Known> before = new HashMap<>();
    private Map<ProcessId, Known> now = new HashMap<>();
    private @Nullable Segment segment;
    private @Nullable Rows these;
    private long placement;

    Acquaintances(Damage damage) {
        this.damage = damage;
    }

    void begin(Segment segment, long placement) throws IOException {
        this.segment = segment;
        these = segment.rows();
        this.placement = placement;
        Map<ProcessId, Known> old = before;
        before = now;
        now = old;
        now.clear();
    }

    /** @param index of a process in the segment at hand */
    RecordedProcess process(int index) {
        Segment at = Objects.requireNonNull(segment);
        Rows rows = Objects.requireNonNull(these);
        ProcessId id = new ProcessId(at.head().origin().bootId(), rows.pid(index), rows.start(index));
        Known known = now.get(id);
        if (known != null) {
            return known.process;
        }
        int mark = rows.mark(index);
        Known old = before.get(id);
        if (old == null || old.mark != mark) {
            Optional<RecordedProcess> read = mark == 0 ? Optional.empty() : read(at, index);
            if (read.isPresent()) {
                old = new Known(mark, read.get());
            } else if (old == null) {
                damage.add(at.name() + ": who pid " + id.pid() + " was is lost; its values are not");
                old = new Known(0, Described.lost(id, placement));
            }
        }
        now.put(id, old);
        return old.process;
    }

    private Optional<RecordedProcess> read(Segment at, int index) {
        try {
            return at.process(index, placement);
        } catch (IOException | Malformed e) {
            damage.add(at.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
