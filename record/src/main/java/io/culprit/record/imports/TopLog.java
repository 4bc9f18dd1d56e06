package io.culprit.record.imports;

import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code top -b} of procps prints. It has the time of day alone; a line of date before it, or the user, says the day. */
final class TopLog implements LineParser {
    static final Pattern SUMMARY = Pattern.compile("top - (\\d{1,2}:\\d{2}:\\d{2}) up .*");
    private static final Pattern LOADS = Pattern.compile(".*load average: ([\\d.,]+), ([\\d.,]+), ([\\d.,]+)\\s*");
    private static final Pattern TASKS = Pattern.compile("(Tasks|Threads):\\s*(\\d{1,9}) total.*");
    private static final Pattern MEMORY = Pattern.compile("([KMGTPE])iB (Mem|Swap)\\s*:(.*)");
    private static final Pattern AMOUNT = Pattern.compile("([\\d.]{1,16})\\+?\\s*(total|free|avail Mem)");
    private static final String UNITS = "KMGTPE";
    private static final double PERCENT_MICROS = 10_000;
    private static final double SECOND_MICROS = 1_000_000;

    private static final Map<String, ProcessMetric> MEMORY_COLUMNS = Map.of(
            "RES", ProcessMetric.RSS,
            "SWAP", ProcessMetric.SWAP,
            "RSan", ProcessMetric.RSS_ANON,
            "RSfd", ProcessMetric.RSS_FILE,
            "RSsh", ProcessMetric.RSS_SHMEM);
    private static final Map<String, ProcessMetric> COUNTS = Map.of(
            "nTH", ProcessMetric.THREADS, "nMaj", ProcessMetric.MAJOR_FAULTS, "nMin", ProcessMetric.MINOR_FAULTS);
    private static final Set<String> IDENTITY = Set.of("PID", "PPID", "UID", "USER", "COMMAND", "TIME", "TIME+");

    private final Samples samples;
    private final Clock clock;
    private final Tally tally;
    private final Row row = new Row();
    private @Nullable Columns columns;
    private boolean timed;
    private boolean inTable;
    private boolean threads;
    private boolean integrates;

    TopLog(Samples samples, Clock clock, Tally tally) {
        this.samples = samples;
        this.clock = clock;
        this.tally = tally;
    }

    @Override
    public void line(long number, String text) {
        Matcher summary = SUMMARY.matcher(text);
        if (summary.matches()) {
            summary(number, text, summary.group(1));
        } else if (text.isBlank()) {
            tally.ignored();
        } else if (isHeader(text)) {
            header(text);
            tally.ignored();
        } else if (inTable) {
            process(number, text);
        } else {
            about(text);
        }
    }

    private void summary(long number, String text, String time) {
        inTable = false;
        OptionalLong at = Moments.inLine(time).map(clock::millis).orElse(OptionalLong.empty());
        timed = at.isPresent();
        if (!timed) {
            tally.bad(number, "a time without a date: say which with --date");
            return;
        }
        samples.at(at.getAsLong(), number);
        tally.good();
        Matcher loads = LOADS.matcher(text);
        if (loads.matches()) {
            load(HostKey.LOAD_1, loads.group(1));
            load(HostKey.LOAD_5, loads.group(2));
            load(HostKey.LOAD_15, loads.group(3));
        }
    }

    private void load(String key, String text) {
        double load = Numbers.decimal(text);
        if (load >= 0) {
            samples.hostLevel(key, load * 1000);
        }
    }

    /** The lines between the first one and the header, or a line of date before it. */
    private void about(String text) {
        Matcher tasks = TASKS.matcher(text);
        Matcher memory = MEMORY.matcher(text);
        if (tasks.matches()) {
            threads = tasks.group(1).equals("Threads");
            if (timed && !threads) {
                samples.hostLevel(HostKey.PROCESSES, Double.parseDouble(tasks.group(2)));
            }
        } else if (timed && memory.matches()) {
            memory(memory);
        } else {
            date(text);
        }
        tally.ignored();
    }

    private void memory(Matcher line) {
        double unit = Math.scalb(1.0, 10 * (UNITS.indexOf(line.group(1)) + 1));
        boolean swap = line.group(2).equals("Swap");
        Matcher amount = AMOUNT.matcher(line.group(3));
        while (amount.find()) {
            double value = Numbers.decimal(amount.group(1));
            String field = switch (amount.group(2)) {
                case "total" -> swap ? "SwapTotal" : "MemTotal";
                case "free" -> swap ? "SwapFree" : "MemFree";
                default -> "MemAvailable";
            };
            if (value >= 0 && value * unit < Long.MAX_VALUE) {
                samples.hostLevel(HostKey.MEMORY + field, value * unit);
            }
        }
    }

    private void date(String text) {
        Optional<Moment> moment = Moments.inLine(text);
        if (moment.isPresent() && !(moment.get() instanceof Moment.OfDay)) {
            clock.millis(moment.get());
        }
    }

    static boolean isHeader(String text) {
        return text.contains("PID ") && text.contains("COMMAND") && text.contains(" S ");
    }

    private void header(String text) {
        Columns now = Columns.of(text, h -> h.equals("COMMAND") ? Shape.TEXT : Shape.WORD);
        columns = now;
        inTable = true;
        integrates = now.index("TIME+") < 0 && now.index("TIME") < 0 && now.index("%CPU") >= 0;
        now.names().stream()
                .filter(n -> !MEMORY_COLUMNS.containsKey(n)
                        && !COUNTS.containsKey(n)
                        && !IDENTITY.contains(n)
                        && !(integrates && n.equals("%CPU")))
                .forEach(tally::unused);
    }

    private void process(long number, String text) {
        Columns now = columns;
        Optional<String> wrong = now == null || !now.cut(text) ? Optional.of("does not fit its header") : fill(now);
        if (wrong.isPresent() && Moments.inLine(text).isPresent()) {
            inTable = false;
            date(text);
            tally.ignored();
        } else if (wrong.isPresent()) {
            tally.bad(number, wrong.get());
        } else if (threads) {
            tally.bad(number, "top -H lists threads, and a recording is of processes");
        } else if (!timed) {
            tally.bad(number, "a process before any line with a time");
        } else if (samples.take(row, number)) {
            tally.good();
        }
    }

    private Optional<String> fill(Columns now) {
        long pid = now.index("PID") < 0 ? Numbers.NONE : Numbers.whole(now.cell(now.index("PID")));
        if (pid <= 0 || pid > PsLog.LARGEST_PID) {
            return Optional.of("its PID is none");
        }
        row.begin((int) pid);
        for (int c = 0; c < now.names().size(); c++) {
            String head = now.names().get(c);
            String cell = now.cell(c);
            ProcessMetric memory = MEMORY_COLUMNS.get(head);
            ProcessMetric count = COUNTS.get(head);
            if (memory != null) {
                double bytes = Numbers.topBytes(cell);
                if (!(bytes >= 0)) {
                    return Optional.of("its " + head + " is none");
                }
                row.set(memory, Math.round(bytes));
            } else if (count != null) {
                long value = Numbers.whole(cell);
                // Scaled to 12k and the like, it is no longer the counter.
                if (value >= 0) {
                    row.set(count, value);
                }
            } else if (!identify(head, cell)) {
                return Optional.of("its " + head + " is none");
            }
        }
        return Optional.empty();
    }

    private boolean identify(String head, String cell) {
        switch (head) {
            case "TIME+", "TIME" -> {
                double seconds = Numbers.duration(cell);
                if (seconds >= 0) {
                    row.set(ProcessMetric.CPU, Math.round(seconds * SECOND_MICROS));
                }
            }
            case "%CPU" -> {
                double percent = Numbers.decimal(cell);
                if (integrates && percent >= 0) {
                    row.rate(ProcessMetric.CPU, percent * PERCENT_MICROS);
                }
                return percent >= 0;
            }
            case "PPID" -> row.parent = (int) Math.min(Numbers.whole(cell), PsLog.LARGEST_PID);
            case "UID" -> row.uid = (int) Math.min(Numbers.whole(cell), Integer.MAX_VALUE);
            case "COMMAND" -> {
                // With -c it is the command line, without it the name: which, no line says.
                boolean line = cell.indexOf('/') >= 0 || cell.indexOf(" -") > 0;
                row.name = line ? Commands.name(cell) : Commands.named(cell);
                row.command = line ? cell : "";
            }
            default -> {
                return true;
            }
        }
        return true;
    }
}
