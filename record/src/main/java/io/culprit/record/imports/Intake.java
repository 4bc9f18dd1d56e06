package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingException;
import io.culprit.record.store.RecordingWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts samples together, tells processes apart, and writes frame after frame. Keeps one sample in memory. */
final class Intake implements Samples, AutoCloseable {
    /** A clock that was corrected falls by seconds; by more than this, what follows is another stretch of time. */
    private static final long SMALL_FALL_MILLIS = 300_000;

    /** Each is some files; a log whose lines were shuffled would have one for each line. */
    private static final int MOST_PARTS = 100;

    /** Linux allows four million pids, and nobody's ps shows more than this. */
    private static final int MOST_ROWS = 131_072;

    private static final ProcessMetric[] METRICS = ProcessMetric.values();

    private final Destination destination;
    private final Optional<String> wantedHost;
    private final Frame frame = new Frame();
    private final List<Row> rows = new ArrayList<>();
    private final Map<Integer, Row> byPid = new HashMap<>();
    private final HostValues hostValues = new HostValues();
    private final Set<ProcessMetric> metrics = EnumSet.noneOf(ProcessMetric.class);
    private Tally tally = new Tally();
    private String pending = "";
    private String host;
    private boolean hostNamed;
    private @Nullable RecordingWriter writer;
    private @Nullable Census census;
    private int parts;
    private boolean begun;
    private boolean left;
    private long millis = Long.MIN_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private int used;
    private long sample;
    private long samples;
    private long processes;
    private long processSamples;
    private long first = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    /** @param fallback the host's name where neither the user nor the file says it */
    Intake(Destination destination, Optional<String> wantedHost, String fallback) {
        this.destination = destination;
        this.wantedHost = wantedHost;
        host = wantedHost.orElse(fallback);
    }

    /** Another file goes on where the one before ended. */
    void file(Tally tally, String announcement) {
        this.tally = tally;
        pending = announcement;
    }

    /** Its last sample is whole. */
    void endOfFile() {
        flush();
        begun = false;
        left = false;
    }

    @Override
    public void host(String name) {
        if (wantedHost.isPresent() || name.isBlank() || name.equals(host)) {
            return;
        }
        if (hostNamed) {
            tally.note("it names another host than what came before, and is kept apart");
        }
        flush();
        closePart();
        host = name;
        hostNamed = true;
    }

    @Override
    public boolean at(long at, long line) {
        if (begun && at == millis) {
            return !left;
        }
        flush();
        begun = true;
        left = false;
        millis = at;
        if (lastMillis != Long.MIN_VALUE && at <= lastMillis) {
            fell(line);
        }
        return !left;
    }

    private void fell(long line) {
        if (millis == lastMillis) {
            left = true;
            tally.trouble(line, "the time of the sample before comes again; the repeated one is left out");
        } else if (lastMillis - millis <= SMALL_FALL_MILLIS || parts >= MOST_PARTS) {
            left = true;
            tally.trouble(line, "time goes back; samples until it has caught up are left out");
        } else {
            tally.trouble(
                    line,
                    "time goes back by more than 5 minutes; what follows is kept apart, its processes as new ones");
            closePart();
        }
    }

    @Override
    public boolean take(Row row, long line) {
        if (left) {
            tally.ignored();
            return false;
        }
        Row same = byPid.get(row.pid);
        if (same != null) {
            if (same.overlaps(row)) {
                tally.bad(line, "the pid comes twice in one sample; the first is kept");
                return false;
            }
            same.merge(row);
            return true;
        }
        if (used == MOST_ROWS) {
            tally.bad(line, "more than " + MOST_ROWS + " processes in one sample");
            return false;
        }
        if (used == rows.size()) {
            rows.add(new Row());
        }
        Row copy = rows.get(used++);
        copy.copy(row);
        byPid.put(row.pid, copy);
        return true;
    }

    @Override
    public void hostLevel(String key, double value) {
        if (!left) {
            hostValues.set(key, value);
        }
    }

    @Override
    public void hostCounter(String key, double value) {
        hostLevel(key, value);
    }

    @Override
    public void hostMore(String key, double delta) {
        if (!left) {
            hostValues.add(key, delta);
        }
    }

    @Override
    public void hostRate(String key, double perSecond) {
        if (!left) {
            hostValues.rate(key, perSecond);
        }
    }

    private void flush() {
        if (begun && !left && (used > 0 || !hostValues.isEmpty())) {
            write();
        }
        used = 0;
        byPid.clear();
        hostValues.forget();
    }

    private void write() {
        RecordingWriter to = open();
        Census who = census;
        if (who == null) {
            throw new IllegalStateException("a writer without a census");
        }
        double seconds = lastMillis == Long.MIN_VALUE ? 0 : (millis - lastMillis) / 1000.0;
        sample++;
        frame.begin(millis, millis);
        long before = who.described();
        List<Known> resolved = new ArrayList<>(used);
        for (int r = 0; r < used; r++) {
            resolved.add(who.resolve(rows.get(r), sample, millis));
        }
        processes += who.described() - before;
        who.endMissing(sample);
        for (int r = 0; r < used; r++) {
            add(rows.get(r), resolved.get(r), seconds);
        }
        hostValues.into(frame, seconds);
        if (!pending.isEmpty()) {
            to.event(new RecordingEvent(millis, RecordingEvent.Kind.IMPORTED, pending));
            pending = "";
        }
        if (to.append(frame) instanceof RecordingWriter.Written.Lost(String why)) {
            throw new ImportStopped("cannot store what was read: " + why);
        }
        samples++;
        processSamples += used;
        lastMillis = millis;
        first = Math.min(first, millis);
        latest = Math.max(latest, millis);
    }

    private void add(Row row, Known known, double seconds) {
        int at = frame.add(known.handle);
        for (ProcessMetric metric : METRICS) {
            long value = known.value(row, metric.number(), seconds);
            if (value != ProcessMetric.UNKNOWN) {
                frame.set(at, metric, value);
                metrics.add(metric);
            }
        }
    }

    private RecordingWriter open() {
        RecordingWriter now = writer;
        if (now == null) {
            parts++;
            String bootId = "import:" + host + (parts == 1 ? "" : ":" + parts);
            try {
                now = destination.open(host, bootId);
            } catch (RecordingException e) {
                throw new ImportStopped(String.valueOf(e.getMessage()));
            }
            writer = now;
            census = new Census(bootId, now);
        }
        return now;
    }

    private void closePart() {
        if (writer != null) {
            writer.finish();
            writer = null;
            census = null;
        }
        hostValues.restart();
        lastMillis = Long.MIN_VALUE;
    }

    /** @return empty when there was no sample */
    Optional<ImportSummary> finish(List<ImportedFile> files) {
        closePart();
        return samples == 0
                ? Optional.empty()
                : Optional.of(new ImportSummary(
                        host,
                        new TimeRange(first, latest),
                        samples,
                        processes,
                        processSamples,
                        parts,
                        metrics,
                        hostValues.seen(),
                        files));
    }

    /** After a failure: what was written stays. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }
}
