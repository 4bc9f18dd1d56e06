package io.culprit.cli;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.History;
import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.PointSeries;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingInfo;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.plot.Points;
import io.culprit.report.HistoryCsv;
import io.culprit.report.HistoryJson;
import io.culprit.report.HistoryText;
import io.culprit.report.InfoText;
import io.culprit.report.Style;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code culprit history} found, written as it was asked for. */
final class HistoryPages {
    /** Each takes up to 50 bytes while it is gathered, and the start script grants 160 MB. */
    private static final long MOST_POINTS = 1_000_000;

    enum Format {
        table,
        json,
        csv
    }

    private final Sink sink;
    private final Format format;
    private final Style style;

    HistoryPages(Sink sink, Format format, Style style) {
        this.sink = sink;
        this.format = format;
        this.style = style;
    }

    void write(RecordingInfo recording) throws CannotDo {
        sink.write(out -> {
            if (format == Format.json) {
                HistoryJson.write(recording, out);
            } else {
                text(out, writer -> InfoText.write(recording, ZoneId.systemDefault(), writer, style));
            }
        });
    }

    void write(HostHistory history) throws CannotDo {
        sink.write(out -> {
            switch (format) {
                case json -> HistoryJson.write(history, out);
                case csv -> text(out, writer -> HistoryCsv.write(history, writer));
                case table -> text(out, writer -> HistoryText.write(history, ZoneId.systemDefault(), writer, style));
            }
        });
    }

    void write(History history) throws CannotDo {
        sink.write(out -> {
            switch (format) {
                case json -> HistoryJson.write(history, Optional.empty(), out);
                case csv -> text(out, writer -> HistoryCsv.write(history, writer));
                case table -> text(out, writer -> HistoryText.write(history, ZoneId.systemDefault(), writer, style));
            }
        });
    }

    /** With every value of the processes that it lists; there is no table of them. */
    void writePoints(History history, Metric metric, Recording recording, TimeRange asked) throws CannotDo {
        List<ProcessId> shown =
                history.entries().stream().map(e -> e.process().id()).toList();
        if (format == Format.csv) {
            sink.write(out -> text(out, writer -> points(metric, recording, asked, new HashSet<>(shown), writer)));
            return;
        }
        Optional<List<PointSeries>> all = Points.collect(recording, asked, metric, shown, MOST_POINTS);
        if (all.isEmpty()) {
            throw new CannotDo("more than " + MOST_POINTS
                    + " values for one document: narrow it with --since, --until or --top, or use --format csv");
        }
        sink.write(out -> HistoryJson.write(history, all, out));
    }

    private static void points(Metric metric, Recording recording, TimeRange asked, Set<ProcessId> shown, Writer writer)
            throws IOException {
        HistoryCsv.Points rows = new HistoryCsv.Points(metric, writer);
        try {
            Points.scan(recording, asked, metric, p -> shown.contains(p.id()), (process, millis, value, read) -> {
                try {
                    rows.point(process, millis, value, read);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Text {
        void writeTo(Writer writer) throws IOException;
    }

    private static void text(OutputStream out, Text text) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        text.writeTo(writer);
        writer.flush();
    }
}
