package io.culprit.record.imports;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.record.store.RecordingWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which process a row is of. With a start time, pid and start tell. Without one it is the process that had the pid before,
 * unless its CPU time fell, or the pid was missing from a sample and came back under another name.
 */
final class Census {
    /** Start times of imported processes count from 1970 in the ticks that Linux shows to all programs, 100 a second. */
    private static final long MILLIS_OF_TICK = 10;

    /** Beyond it those that are gone are forgotten: a name that comes back is then a new process. */
    private static final int MOST_KNOWN = 200_000;

    /** kthreadd and its children are the kernel's. */
    private static final int KTHREADD = 2;

    private final Map<Integer, Known> byPid = new HashMap<>();
    private final String bootId;
    private final RecordingWriter writer;
    private long described;

    Census(String bootId, RecordingWriter writer) {
        this.bootId = bootId;
        this.writer = writer;
    }

    /** @return with a handle for the frame of this sample */
    Known resolve(Row row, long sample, long millis) {
        Known known = byPid.get(row.pid);
        boolean missing = known != null && known.lastSample < sample - 1;
        if (known == null || known.isAnother(row, missing)) {
            long ticks = (row.knowsStart() ? row.startMillis : millis) / MILLIS_OF_TICK;
            if (known != null) {
                end(known);
                ticks = ticks == known.startTicks ? ticks + 1 : ticks;
            }
            known = new Known(row, ticks, row.knowsStart() ? row.startMillis : millis);
            byPid.put(row.pid, known);
            described++;
            known.handle = writer.describe(description(row, known));
        } else {
            boolean changed = known.update(row);
            if (known.handle == Known.CLOSED) {
                known.handle = writer.describe(description(row, known));
            } else if (changed) {
                writer.describeAgain(known.handle, description(row, known));
            }
        }
        known.lastSample = sample;
        return known;
    }

    /** Whoever was in the sample before and is not in this one may come back, and is in no frame meanwhile. */
    void endMissing(long sample) {
        for (Known known : byPid.values()) {
            if (known.lastSample < sample) {
                end(known);
            }
        }
        if (byPid.size() > MOST_KNOWN) {
            byPid.values().removeIf(k -> k.lastSample < sample);
        }
    }

    private void end(Known known) {
        if (known.handle != Known.CLOSED) {
            writer.ended(known.handle);
            known.handle = Known.CLOSED;
        }
    }

    long described() {
        return described;
    }

    private RecordedProcess description(Row row, Known known) {
        String name = known.name.isEmpty() ? "pid " + row.pid : known.name;
        boolean kernelThread = known.kernelThread || row.pid == KTHREADD || known.parent == KTHREADD;
        String command = known.command.isEmpty() ? name : Commands.masked(known.command);
        return new RecordedProcess(
                new ProcessId(bootId, row.pid, known.startTicks),
                Math.max(0, known.parent),
                row.uid < 0 ? OptionalInt.empty() : OptionalInt.of(row.uid),
                name,
                name,
                Optional.empty(),
                command,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                kernelThread,
                known.startedMillis);
    }
}
