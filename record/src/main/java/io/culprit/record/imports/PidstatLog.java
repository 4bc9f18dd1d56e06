package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What pidstat(1) prints, with {@code -h} or without. It gives rates; the counters of the recording are these rates times the
 * time since the sample before, so that the rate between two samples is the one that was printed.
 */
final class PidstatLog implements LineParser {
    private static final double PERCENT_MICROS = 10_000;
    private static final double KIB = 1024;

    /** Rates, by head, and what one of the printed unit is in that of the metric. */
    private static final Map<String, Rate> RATES = Map.of(
            "%usr", new Rate(ProcessMetric.CPU_USER, PERCENT_MICROS),
            "%guest", new Rate(ProcessMetric.CPU_USER, PERCENT_MICROS),
            "%system", new Rate(ProcessMetric.CPU_SYSTEM, PERCENT_MICROS),
            "minflt/s", new Rate(ProcessMetric.MINOR_FAULTS, 1),
            "majflt/s", new Rate(ProcessMetric.MAJOR_FAULTS, 1),
            "kB_rd/s", new Rate(ProcessMetric.READ_BYTES, KIB),
            "kB_wr/s", new Rate(ProcessMetric.WRITE_BYTES, KIB),
            "cswch/s", new Rate(ProcessMetric.VOLUNTARY_SWITCHES, 1),
            "nvcswch/s", new Rate(ProcessMetric.INVOLUNTARY_SWITCHES, 1));

    private static final Map<String, Rate> LEVELS = Map.of(
            "RSS", new Rate(ProcessMetric.RSS, KIB),
            "threads", new Rate(ProcessMetric.THREADS, 1),
            "fd-nr", new Rate(ProcessMetric.FDS, 1));

    private static final Set<String> IDENTITY = Set.of("PID", "TGID", "TID", "UID", "USER", "Command");

    private record Rate(ProcessMetric metric, double factor) {}

    private final Samples samples;
    private final Clock clock;
    private final Tally tally;
    private final Row row = new Row();
    private @Nullable Columns columns;
    private boolean measures;
    private int pidColumn;

    PidstatLog(Samples samples, Clock clock, Tally tally) {
        this.samples = samples;
        this.clock = clock;
        this.tally = tally;
    }

    @Override
    public void line(long number, String text) {
        Optional<Banner> banner = Banner.of(text, clock.given());
        if (banner.isPresent()) {
            banner.get().into(samples, clock, tally);
            tally.ignored();
        } else if (text.isBlank() || text.startsWith("Average")) {
            tally.ignored();
        } else if (isHeader(text)) {
            header(text);
            tally.ignored();
        } else {
            data(number, text);
        }
    }

    static boolean isHeader(String text) {
        return text.contains(" Command") && (text.contains(" PID ") || text.contains(" TGID "));
    }

    private void header(String text) {
        int from = text.startsWith("#")
                ? text.indexOf("Time") + 4
                : ClockWords.of(text).map(ClockWords::end).orElse(0);
        // The blanks keep the places of the heads, which the rows below share.
        Columns now = Columns.of(" ".repeat(from) + text.substring(from), PidstatLog::shape);
        columns = now;
        pidColumn = Math.max(now.index("PID"), now.index("TGID"));
        measures = now.names().stream().anyMatch(n -> RATES.containsKey(n) || LEVELS.containsKey(n));
        now.names().stream()
                .filter(n -> !RATES.containsKey(n) && !LEVELS.containsKey(n) && !IDENTITY.contains(n))
                .forEach(tally::unused);
    }

    private static Shape shape(String head) {
        return head.equals("Command") ? Shape.TEXT : Shape.WORD;
    }

    private void data(long number, String text) {
        Columns now = columns;
        if (now == null) {
            tally.bad(number, "a line before any header: which column is which is not known");
            return;
        }
        Optional<ClockWords> time = ClockWords.of(text);
        if (time.isEmpty()) {
            tally.bad(number, "begins with no time");
            return;
        }
        if (!now.cut(" ".repeat(time.get().end()) + text.substring(time.get().end()))) {
            tally.bad(number, "does not fit its header");
            return;
        }
        if (!measures || now.cell(pidColumn).equals("-")) {
            // Of children that have ended, or of a thread.
            tally.ignored();
            return;
        }
        Optional<String> wrong = fill(now);
        if (wrong.isPresent()) {
            tally.bad(number, wrong.get());
            return;
        }
        OptionalLong at = clock.millis(time.get().moment());
        if (at.isEmpty()) {
            tally.bad(number, "a time without a date: say which with --date");
            return;
        }
        samples.at(at.getAsLong(), number);
        if (samples.take(row, number)) {
            tally.good();
        }
    }

    private Optional<String> fill(Columns now) {
        long pid = Numbers.whole(now.cell(pidColumn));
        if (pid <= 0 || pid > PsLog.LARGEST_PID) {
            return Optional.of("its PID is none");
        }
        row.begin((int) pid);
        for (int c = 0; c < now.names().size(); c++) {
            String head = now.names().get(c);
            String cell = now.cell(c);
            Rate rate = RATES.get(head);
            Rate level = LEVELS.get(head);
            if (rate != null || level != null) {
                // -1 stands for what it was not permitted to read.
                if (cell.startsWith("-1")) {
                    continue;
                }
                double value = Numbers.decimal(cell);
                if (!(value >= 0)) {
                    return Optional.of("its " + head + " is none");
                }
                if (rate != null) {
                    double sum = row.rates[rate.metric.number()];
                    row.rate(rate.metric, (Double.isNaN(sum) ? 0 : sum) + value * rate.factor);
                } else if (level != null) {
                    row.set(level.metric, Math.round(value * level.factor));
                }
            } else if (head.equals("UID")) {
                row.uid = (int) Math.min(Numbers.whole(cell), Integer.MAX_VALUE);
            } else if (head.equals("Command")) {
                describe(cell);
            }
        }
        return Optional.empty();
    }

    /** With -l it is the command line, without it the name: which, no line says. */
    private void describe(String cell) {
        if (cell.indexOf('/') == 0 || cell.indexOf(" -") > 0) {
            row.command = cell;
            row.name = Commands.name(cell);
        } else {
            row.name = Commands.named(cell);
        }
    }
}
