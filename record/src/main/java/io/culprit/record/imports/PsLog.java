package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A log that cron or a loop wrote: the time, then what ps printed, again and again. Heads say which column is which; a block
 * without one is read by the last one. Two tables below one time are one sample.
 */
final class PsLog implements LineParser {
    /** PID_MAX_LIMIT of a 64-bit kernel. */
    static final long LARGEST_PID = 4_194_304;

    private static final String NO_HEADER = "a line before any header: which column is which is not known";
    private static final String NO_TIME = "a process before any line with a time";
    private static final String NO_ROW = "does not fit its header";

    private final Samples samples;
    private final Clock clock;
    private final Tally tally;
    private final Row row = new Row();
    private @Nullable Columns columns;
    private boolean startsWithTime;
    private boolean timed;
    private boolean inTable;
    private long millis;

    PsLog(Samples samples, Clock clock, Tally tally) {
        this.samples = samples;
        this.clock = clock;
        this.tally = tally;
    }

    @Override
    public void line(long number, String text) {
        if (text.isBlank()) {
            inTable = false;
            tally.ignored();
        } else if (PsColumn.isHeader(text)) {
            header(text);
        } else if (startsWithTime && timed && columns != null && columns.cut(text)) {
            row(number, columns);
        } else {
            Optional<Moment> moment = Moments.inLine(text);
            if (moment.isPresent()) {
                time(number, moment.get());
            } else {
                other(number, text);
            }
        }
    }

    private void header(String text) {
        Columns now = Columns.of(text, PsColumn::shape);
        columns = now;
        startsWithTime = PsColumn.isStart(now.names().getFirst());
        now.names().stream().filter(n -> !PsColumn.isUsed(n)).forEach(tally::unused);
        inTable = true;
        tally.ignored();
    }

    private void time(long number, Moment moment) {
        OptionalLong at = clock.millis(moment);
        if (at.isEmpty()) {
            tally.bad(number, "a time without a date: say which with --date");
            timed = false;
            return;
        }
        millis = at.getAsLong();
        timed = true;
        inTable = true;
        samples.at(millis, number);
        tally.good();
    }

    /** Neither time nor header: a row, or the output of another command between two blocks. */
    private void other(long number, String text) {
        Columns now = columns;
        boolean fits = now != null && now.cut(text);
        if (now != null && fits) {
            row(number, now);
        } else if (inTable) {
            tally.bad(number, now == null ? NO_HEADER : NO_ROW);
        } else {
            tally.ignored();
        }
    }

    private void row(long number, Columns now) {
        if (!timed) {
            tally.bad(number, NO_TIME);
            return;
        }
        Optional<String> wrong = fill(now);
        if (wrong.isPresent()) {
            if (inTable) {
                tally.bad(number, wrong.get());
            } else {
                tally.ignored();
            }
        } else if (row.pid == 0) {
            tally.ignored();
        } else if (samples.take(row, number)) {
            tally.good();
        }
    }

    /** @return what is wrong; a thread leaves pid 0 */
    private Optional<String> fill(Columns now) {
        long pid = Numbers.whole(now.cell(now.index("PID")));
        if (pid <= 0 || pid > LARGEST_PID) {
            return Optional.of("its PID is none");
        }
        row.begin((int) pid);
        int texts = 0;
        for (int c = 0; c < now.names().size(); c++) {
            String head = now.names().get(c);
            String cell = now.cell(c);
            Optional<PsColumn.Measure> measure = PsColumn.measure(head);
            if (measure.isPresent()) {
                if (!measured(measure.get(), cell)) {
                    return Optional.of("its " + head + " is none");
                }
            } else if (PsColumn.isText(head)) {
                texts++;
                describe(cell, texts == 1 && c < now.names().size() - 1);
            } else {
                identify(head, cell);
            }
        }
        return Optional.empty();
    }

    private boolean measured(PsColumn.Measure measure, String cell) {
        if (cell.equals("-")) {
            return true;
        }
        if (measure.metric() == ProcessMetric.CPU) {
            double seconds = Numbers.duration(cell);
            if (!(seconds >= 0 && seconds < 1e9)) {
                return false;
            }
            row.set(ProcessMetric.CPU, Math.round(seconds * measure.factor()));
            return true;
        }
        long value = Numbers.whole(cell);
        if (value < 0 || value > Long.MAX_VALUE / 4096) {
            return false;
        }
        row.set(measure.metric(), value * measure.factor());
        return true;
    }

    /** @param nameAlone comm, because a column follows */
    private void describe(String cell, boolean nameAlone) {
        if (nameAlone) {
            row.name = Commands.inBrackets(cell) ? Commands.name(cell) : Commands.named(cell);
            return;
        }
        row.command = cell;
        row.name = row.name.isEmpty() ? Commands.name(cell) : row.name;
        long rss = row.values[ProcessMetric.RSS.number()];
        row.kernelThread = Commands.inBrackets(cell) && !cell.endsWith("<defunct>") && rss == 0;
    }

    private void identify(String head, String cell) {
        switch (head) {
            case "PPID" -> row.parent = (int) Math.min(Numbers.whole(cell), LARGEST_PID);
            case "UID", "USER" -> row.uid = (int) Math.min(Numbers.whole(cell), Integer.MAX_VALUE);
            case "LWP", "TID", "SPID" -> row.pid = Numbers.whole(cell) == row.pid ? row.pid : 0;
            case "ELAPSED" -> StartTime.elapsedSeconds(cell).ifPresent(s -> StartTime.elapsed(row, s, millis));
            case "STARTED", "START", "STIME" -> {
                if (!row.knowsStart()) {
                    StartTime.into(row, cell, millis, clock.zone());
                }
            }
            default -> {
                // What no metric is for.
            }
        }
    }
}
