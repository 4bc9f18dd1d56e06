package io.culprit.cli;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.record.imports.ImportSummary;
import io.culprit.record.imports.ImportedFile;
import io.culprit.report.SafeText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of an import, for a person. */
final class ImportReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** More series of the host than this are counted, not listed: a host may have a hundred interfaces. */
    private static final int MOST_NAMES = 30;

    private final PrintWriter out;
    private final ZoneId zone;

    ImportReport(PrintWriter out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    void write(ImportSummary s, Path into) {
        files(s.files());
        line("host", s.host() + (s.parts() > 1 ? ", " + s.parts() + " stretches of time that are kept apart" : ""));
        line("range", time(s.range().fromMillis()) + " to " + time(s.range().toMillis()) + "  " + zone);
        line("samples", s.samples() + ", of " + s.processes() + " processes " + s.processSamples() + " rows");
        line(
                "metrics",
                list(s.metrics().stream().map(ImportReport::word).sorted().toList()));
        line("of host", list(s.hostKeys().stream().sorted().toList()));
        line("in", into.toString());
        out.flush();
    }

    void files(List<ImportedFile> files) {
        for (ImportedFile file : files) {
            out.println(SafeText.of(file.name() + ": " + file.format() + " (" + file.why() + ")"));
            line(
                    "lines",
                    file.goodLines() + " good, " + file.badLines() + " bad, " + file.ignoredLines()
                            + " with nothing to record");
            for (ImportedFile.Trouble trouble : file.troubles()) {
                line(
                        "",
                        trouble.count() + "x " + trouble.what() + " (line "
                                + trouble.lines().stream().map(String::valueOf).collect(Collectors.joining(", "))
                                + (trouble.count() > trouble.lines().size() ? " ..." : "") + ")");
            }
            if (!file.unusedColumns().isEmpty()) {
                line("left out", list(file.unusedColumns()));
            }
            for (String note : file.notes()) {
                line("note", note);
            }
        }
        out.flush();
    }

    private void line(String head, String text) {
        out.println(String.format(Locale.ROOT, "  %-9s %s", head, SafeText.of(text)));
    }

    private static String list(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(" "));
        return names.size() > MOST_NAMES ? first + " and " + (names.size() - MOST_NAMES) + " more" : first;
    }

    private static String word(ProcessMetric metric) {
        return metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
