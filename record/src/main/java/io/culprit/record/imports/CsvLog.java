package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A CSV file with a header: one row for each process at each time, sorted by time. */
final class CsvLog implements LineParser {
    /** A quoted field may hold line breaks; a quote that nobody closed must not swallow the file. */
    private static final int MOST_JOINED = 16;

    /** Ten digits are seconds until the year 2286, thirteen milliseconds. */
    private static final double FIRST_MILLIS = 1e11;

    private record Held(long number, String text) {}

    private final Samples samples;
    private final Clock clock;
    private final Tally tally;
    /** Starts lie before the samples, and must not move the clock of these. */
    private final Clock starts;

    private final Row row = new Row();
    private final Deque<Held> held = new ArrayDeque<>();
    private final List<String> fields = new ArrayList<>();
    private final List<Optional<CsvColumn>> columns = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();
    private char separator;

    CsvLog(Samples samples, Clock clock, Tally tally) {
        this.samples = samples;
        this.clock = clock;
        this.tally = tally;
        starts = new Clock(clock.zone(), Optional.empty(), Optional.empty(), tally);
    }

    @Override
    public void line(long number, String text) {
        if (columns.isEmpty()) {
            if (text.isBlank() || text.startsWith("#")) {
                tally.ignored();
            } else {
                header(number, text);
            }
            return;
        }
        held.add(new Held(number, text));
        if (closed()) {
            record(held.getFirst().number);
            held.clear();
        } else if (held.size() == MOST_JOINED) {
            release();
        }
    }

    private boolean closed() {
        StringBuilder joined = new StringBuilder();
        for (Held line : held) {
            joined.append(joined.isEmpty() ? "" : "\n").append(line.text);
        }
        return !CsvRecord.split(joined.toString(), separator, fields);
    }

    /** The quote of the first line is closed nowhere near: that line is bad, and the others are read without it. */
    private void release() {
        tally.bad(held.removeFirst().number, "a quote is not closed");
        List<Held> others = new ArrayList<>(held);
        held.clear();
        for (Held other : others) {
            line(other.number, other.text);
        }
    }

    @Override
    public void end() {
        while (!held.isEmpty()) {
            release();
        }
    }

    private void header(long number, String text) {
        separator = CsvRecord.separator(text);
        CsvRecord.split(text, separator, fields);
        for (String head : fields) {
            Optional<CsvColumn> column = CsvColumn.of(head);
            columns.add(column);
            heads.add(head.strip());
            if (column.isEmpty()) {
                tally.unused(head.strip());
                if (CsvColumn.of(head + "_bytes").isPresent()) {
                    tally.note("a size without a unit is left out: write rss_bytes or rss_kib into the header");
                }
            }
        }
        if (!has(CsvColumn.Role.TIME) || !has(CsvColumn.Role.PID)) {
            tally.bad(number, "the header names no column time, or no column pid");
        } else {
            tally.ignored();
        }
    }

    private boolean has(CsvColumn.Role role) {
        return columns.stream().anyMatch(c -> c.isPresent() && c.get().role() == role);
    }

    private void record(long number) {
        if (fields.size() == 1 && fields.getFirst().isBlank()) {
            tally.ignored();
            return;
        }
        if (fields.size() != columns.size()) {
            tally.bad(number, "has another number of fields than the header");
            return;
        }
        long pid = Numbers.NONE;
        OptionalLong at = OptionalLong.empty();
        for (int i = 0; i < fields.size(); i++) {
            Optional<CsvColumn> column = columns.get(i);
            if (column.isPresent() && column.get().role() == CsvColumn.Role.PID) {
                pid = Numbers.whole(fields.get(i).strip());
            } else if (column.isPresent() && column.get().role() == CsvColumn.Role.TIME && at.isEmpty()) {
                at = moment(fields.get(i).strip(), clock);
            }
        }
        if (pid <= 0 || pid > PsLog.LARGEST_PID) {
            tally.bad(number, "its pid is none");
        } else if (at.isEmpty()) {
            tally.bad(number, "its time is none");
        } else {
            take(number, (int) pid, at.getAsLong());
        }
    }

    private void take(long number, int pid, long millis) {
        row.begin(pid);
        for (int i = 0; i < fields.size(); i++) {
            Optional<CsvColumn> column = columns.get(i);
            String cell = fields.get(i).strip();
            if (column.isPresent() && !cell.isEmpty() && !cell.equals("-") && !fill(column.get(), cell)) {
                tally.bad(number, "its " + heads.get(i) + " is none");
                return;
            }
        }
        if (row.name.isEmpty() && !row.command.isEmpty()) {
            row.name = Commands.name(row.command);
        }
        samples.at(millis, number);
        if (samples.take(row, number)) {
            tally.good();
        }
    }

    private boolean fill(CsvColumn column, String cell) {
        switch (column.role()) {
            case PARENT -> row.parent = (int) Math.min(Numbers.whole(cell), PsLog.LARGEST_PID);
            case UID -> row.uid = (int) Math.min(Numbers.whole(cell), Integer.MAX_VALUE);
            case NAME -> row.name = Commands.named(cell);
            case COMMAND -> row.command = cell;
            case START -> moment(cell, starts).ifPresent(at -> row.startedAt(at, 1000));
            case METRIC -> {
                double value = Numbers.decimal(cell) * column.factor();
                Optional<ProcessMetric> metric = column.metric();
                if (!(value >= 0 && value < Long.MAX_VALUE) || metric.isEmpty()) {
                    return false;
                }
                row.set(metric.get(), Math.round(value));
            }
            default -> {
                // Read before.
            }
        }
        return true;
    }

    private static OptionalLong moment(String text, Clock clock) {
        double number = Numbers.decimal(text);
        Optional<Moment> moment = number >= 0
                ? Moments.epoch(Math.round(number < FIRST_MILLIS ? number * 1000 : number))
                : Moments.inLine(text);
        return moment.isPresent() ? clock.millis(moment.get()) : OptionalLong.empty();
    }
}
