package io.culprit.cli;

import io.culprit.model.recording.History;
import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.plot.HistoryBuilder;
import io.culprit.record.plot.HostBuilder;
import io.culprit.record.plot.InfoBuilder;
import io.culprit.record.plot.Selection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            converter = MetricWord.class,
            description = "rss (default), " + MetricWord.OTHERS + ".")
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
    private HistoryPages.Format format = HistoryPages.Format.table;

    @Mixin
    private final OutputOptions output = new OutputOptions();

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
        try (Sink sink = output.open();
                Recording recording = Recordings.open(store.directory())) {
            Overview overview = recording.overview().orElseThrow();
            HistoryPages pages = new HistoryPages(sink, format, output.style());
            if (info) {
                pages.write(InfoBuilder.build(recording).orElseThrow());
            } else if (keys.isPresent()) {
                pages.write(HostBuilder.history(recording, asked, keys.get())
                        .orElseGet(() -> new HostHistory(overview.host(), overview.range(), 0, List.of())));
            } else {
                History history = HistoryBuilder.build(recording, asked, metric, selection)
                        .orElseGet(() -> nothing(overview, selection));
                if (points) {
                    pages.writePoints(history, metric, recording, asked);
                } else {
                    pages.write(history);
                }
            }
            return Exit.NOTHING_FOUND;
        }
    }

    private History nothing(Overview overview, Selection selection) {
        return new History(
                overview.host(), metric, selection.by(), selection.sort(), overview.range(), 0, 0, 0, List.of());
    }

    private void refuseContradictions() {
        if (points && format == HistoryPages.Format.table) {
            throw wrong("--points needs --format csv or --format json");
        }
        if (points && (processes.isByProgram() || host.keys().isPresent() || info)) {
            throw wrong("--points lists single processes: --by program, --host and --info do not go with it");
        }
        if (info && format == HistoryPages.Format.csv) {
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
