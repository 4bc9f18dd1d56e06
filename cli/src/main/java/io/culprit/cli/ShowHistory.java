package io.culprit.cli;

import io.culprit.kernel.sys.Terminal;
import io.culprit.model.ProcessId;
import io.culprit.model.recording.History;
import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.PointSeries;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingInfo;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.plot.HistoryBuilder;
import io.culprit.record.plot.HostBuilder;
import io.culprit.record.plot.InfoBuilder;
import io.culprit.record.plot.Points;
import io.culprit.record.plot.Selection;
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
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code culprit history}: a recording in figures. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Lists what processes used over hours and days, out of what 'culprit record' recorded.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it is listed, or there is nothing in that range",
            "2:the command line is wrong",
            "3:it could not be done: one line on stderr says why"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  culprit history                             who has most memory, since when",
            "  culprit history --sort growth --since 5d    who grew most in five days",
            "  culprit history --metric fds --by program   descriptors of whole programs",
            "  culprit history --points --format csv --pid 18354   all values of a process",
            "  culprit history --host load                 the load of the host",
            "  culprit history --info                      what the recording is"
        })
final class ShowHistory implements Callable<Integer> {
    private static final int USUAL_TOP = 20;
    /** Each takes up to 50 bytes while it is gathered, and the start script grants 160 MB. */
    private static final long MOST_POINTS = 1_000_000;

    enum Format {
        table,
        json,
        csv
    }

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            converter = MetricWord.class,
            description = "rss (default), anon, file, shmem, data, swap, cpu, user, system, threads, fds, sockets,"
                    + " closed-sockets, close-wait, unix, minflt, majflt, switches, involuntary, read, write.")
    private Metric metric = Metric.RSS;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Mixin
    private final ProcessOptions processes = new ProcessOptions();

    @Mixin
    private final HostOption host = new HostOption();

    @Option(names = "--info", description = "What the recording itself is: range, gaps, size, damage, events, cost.")
    private boolean info;

    @Option(
            names = "--points",
            description = "Every value, and whether it was read or repeats the last reading (json and csv).")
    private boolean points;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default), json or csv.")
    private Format format = Format.table;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write there instead of to standard output.")
    private @Nullable Path output;

    @Option(
            names = {"--color", "--colour"},
            paramLabel = "WHEN",
            description = "auto (default: on a terminal, unless NO_COLOR is set), always or never.")
    private Screen.Colour colour = Screen.Colour.auto;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Override
    public Integer call() throws CannotDo {
        refuseContradictions();
        TimeRange asked = range.range(store);
        Selection selection = processes.selection(USUAL_TOP, ProcessOptions.Sort.last);
        Optional<Predicate<String>> keys = host.keys();
        try (Sink sink = Sink.at(output);
                Recording recording = Recordings.open(store.directory())) {
            Overview overview = recording.overview().orElseThrow();
            if (info) {
                write(InfoBuilder.build(recording).orElseThrow(), sink);
            } else if (keys.isPresent()) {
                write(
                        HostBuilder.history(recording, asked, keys.get())
                                .orElseGet(() -> new HostHistory(overview.host(), overview.range(), 0, List.of())),
                        sink);
            } else {
                History history = HistoryBuilder.build(recording, asked, metric, selection)
                        .orElseGet(() -> nothing(overview, selection));
                write(history, recording, asked, sink);
            }
            return Exit.NOTHING_FOUND;
        }
    }

    private History nothing(Overview overview, Selection selection) {
        return new History(
                overview.host(), metric, selection.by(), selection.sort(), overview.range(), 0, 0, 0, List.of());
    }

    private void write(RecordingInfo recording, Sink sink) throws CannotDo {
        sink.write(out -> {
            if (format == Format.json) {
                HistoryJson.write(recording, out);
            } else {
                text(out, writer -> InfoText.write(recording, ZoneId.systemDefault(), writer, style()));
            }
        });
    }

    private void write(HostHistory history, Sink sink) throws CannotDo {
        sink.write(out -> {
            switch (format) {
                case json -> HistoryJson.write(history, out);
                case csv -> text(out, writer -> HistoryCsv.write(history, writer));
                case table -> text(out, writer -> HistoryText.write(history, ZoneId.systemDefault(), writer, style()));
            }
        });
    }

    private void write(History history, Recording recording, TimeRange asked, Sink sink) throws CannotDo {
        List<ProcessId> shown =
                history.entries().stream().map(e -> e.process().id()).toList();
        Optional<List<PointSeries>> collected = Optional.empty();
        if (points && format == Format.json) {
            collected = Points.collect(recording, asked, metric, shown, MOST_POINTS);
            if (collected.isEmpty()) {
                throw new CannotDo("more than " + MOST_POINTS
                        + " values for one document: narrow it with --since, --until or --top, or use --format csv");
            }
        }
        Optional<List<PointSeries>> all = collected;
        sink.write(out -> {
            switch (format) {
                case json -> HistoryJson.write(history, all, out);
                case csv ->
                    text(out, writer -> {
                        if (points) {
                            points(recording, asked, new HashSet<>(shown), writer);
                        } else {
                            HistoryCsv.write(history, writer);
                        }
                    });
                case table -> text(out, writer -> HistoryText.write(history, ZoneId.systemDefault(), writer, style()));
            }
        });
    }

    private void points(Recording recording, TimeRange asked, Set<ProcessId> shown, Writer writer) throws IOException {
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

    private Style style() {
        return Screen.style(colour, output == null && Terminal.is(Terminal.STDOUT), false);
    }

    private void refuseContradictions() {
        if (points && format == Format.table) {
            throw wrong("--points needs --format csv or --format json");
        }
        if (points && (processes.isByProgram() || host.keys().isPresent() || info)) {
            throw wrong("--points lists single processes: --by program, --host and --info do not go with it");
        }
        if (info && format == Format.csv) {
            throw wrong("--info is a page or, with --format json, a document; there is no csv of it");
        }
        if (processes.isGiven() && (info || host.keys().isPresent())) {
            throw wrong("--pid, --name and --program choose processes: --host and --info do not go with them");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
