package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.report.SafeText;
import java.util.List;

/** What the page says of a plot and its lines, all but the values: one line of JSON in ASCII, free of markup. */
final class HtmlFacts {
    /** Of a line that sums up many: a person reads no more of them, and each costs its command line. */
    private static final int PROCESSES_OF_A_LINE = 12;
    /** A command line beyond this fills the screen; some are megabytes. */
    private static final int COMMAND_COLUMNS = 400;

    private static final int NAME_COLUMNS = 120;

    private final StringBuilder json = new StringBuilder(1 << 16);

    private HtmlFacts() {}

    static String of(Plot plot) {
        HtmlFacts facts = new HtmlFacts();
        facts.plot(plot);
        return facts.json.toString();
    }

    private void plot(Plot plot) {
        json.append('{');
        text("title", plot.title(), NAME_COLUMNS);
        text("unit", plot.unit(), NAME_COLUMNS);
        number("from", plot.fromMillis());
        number("bucket", plot.bucketMillis());
        number("buckets", plot.buckets());
        list("lines", plot.lines(), this::line);
        list("marks", plot.marks(), this::mark);
        json.append('}');
    }

    private void line(Plot.Line line) {
        text("label", line.label(), NAME_COLUMNS);
        if (Double.isFinite(line.last())) json.append(",\"last\":").append(line.last());
        number("count", line.processes().size());
        List<RecordedProcess> told = line.processes();
        list("processes", told.subList(0, Math.min(told.size(), PROCESSES_OF_A_LINE)), this::process);
    }

    private void process(RecordedProcess process) {
        number("pid", process.id().pid());
        // As text: ticks and whatever an importer puts there may exceed what JavaScript counts exactly.
        text("start", Long.toString(process.id().startTicks()), NAME_COLUMNS);
        number("started", process.startedMillis());
        text("name", process.name(), NAME_COLUMNS);
        text("program", process.program(), NAME_COLUMNS);
        text("command", process.command(), COMMAND_COLUMNS);
        process.unit().ifPresent(unit -> text("unit", unit, NAME_COLUMNS));
        process.container().ifPresent(container -> text("container", container, NAME_COLUMNS));
    }

    private void mark(Plot.Mark mark) {
        number("millis", mark.millis());
        text("text", mark.text(), COMMAND_COLUMNS);
    }

    private <T> void list(String name, List<T> items, java.util.function.Consumer<T> each) {
        key(name);
        json.append('[');
        for (int i = 0; i < items.size(); i++) {
            json.append(i == 0 ? "{" : ",{");
            each.accept(items.get(i));
            json.append('}');
        }
        json.append(']');
    }

    private void number(String name, long value) {
        key(name);
        json.append(value);
    }

    private void text(String name, String text, int columns) {
        key(name);
        json.append('"');
        String safe = SafeText.of(text, columns);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
                json.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) json.append(Character.forDigit((c >> shift) & 0xf, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private void key(String name) {
        if (json.charAt(json.length() - 1) != '{') json.append(',');
        json.append('"').append(name).append("\":");
    }
}
