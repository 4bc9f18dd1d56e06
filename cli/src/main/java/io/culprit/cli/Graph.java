package io.culprit.cli;

import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Plot;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.plot.HostBuilder;
import io.culprit.record.plot.PlotBuilder;
import io.culprit.record.plot.Selection;
import io.culprit.report.plot.HtmlPlot;
import io.culprit.report.plot.PngPlot;
import io.culprit.report.plot.SvgPlot;
import io.culprit.report.plot.TermPlot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code culprit graph}: a recording as one picture. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Draws all processes over hours and days on one picture, so that the line that only rises stands out.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it is drawn, or there is nothing in that range",
            "2:the command line is wrong",
            "3:it could not be done: one line on stderr says why"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  culprit graph                             memory of all processes",
            "  culprit graph --since 5d -o memory.html   a page to look into",
            "  culprit graph --since 5d -o memory.svg    a picture",
            "  culprit graph --metric fds --by program   descriptors of programs",
            "  culprit graph --host cpu --since 90m      what the CPUs did"
        })
final class Graph implements Callable<Integer> {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** All processes of a usual host. */
    private static final int USUAL_TOP = 1000;

    /** A page has room for what an incident is judged by; one metric is enough for a picture. */
    private static final List<Metric> OF_A_PAGE =
            List.of(Metric.RSS, Metric.CPU, Metric.FDS, Metric.SOCKETS, Metric.THREADS, Metric.SWAP);

    enum Format {
        html,
        svg,
        png,
        term
    }

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            split = ",",
            converter = MetricWord.class,
            description = "rss (default; a page shows the main ones), " + MetricWord.OTHERS
                    + ". A page takes several: rss,fds.")
    private List<Metric> metrics = List.of();

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Mixin
    private final ProcessOptions processes = new ProcessOptions();

    @Mixin
    private final HostOption host = new HostOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "html, svg, png or term (default: what the name of the file ends in, else term).")
    private @Nullable Format format;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Override
    public Integer call() throws CannotDo {
        Optional<Predicate<String>> keys = host.keys();
        if (keys.isPresent() && processes.isGiven()) {
            throw wrong("--pid, --name and --program choose processes: --host does not go with them");
        }
        Format drawn = drawn();
        TimeRange asked = range.range(store);
        Selection selection = processes.selection(USUAL_TOP, ProcessOptions.Sort.max);
        try (Sink sink = output.open();
                Recording recording = Recordings.open(store.directory())) {
            List<Plot> plots = keys.isPresent()
                    ? HostBuilder.plot(recording, asked, keys.get()).stream().toList()
                    : plots(recording, asked, selection, drawn);
            List<Plot> worth = plots.stream().filter(p -> !p.lines().isEmpty()).toList();
            if (worth.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("culprit: nothing to draw" + why(recording, asked, keys.isPresent()));
            } else {
                sink.write(out -> write(worth, drawn, out));
            }
            return Exit.NOTHING_FOUND;
        }
    }

    private String why(Recording recording, TimeRange asked, boolean ofHost) {
        TimeRange all = recording.overview().orElseThrow().range();
        if (asked.fromMillis() > all.toMillis() || asked.toMillis() < all.fromMillis()) {
            return " in that range: the recording reaches from " + words(all.fromMillis()) + " to "
                    + words(all.toMillis());
        }
        if (ofHost) {
            return ": no series of the host begins so or is like that in that range ('culprit history --host' lists them)";
        }
        return processes.isGiven()
                ? " in that range: no process with that pid, name or program has a value"
                : " in that range: nobody recorded that of any process";
    }

    private static String words(long millis) {
        return MOMENT.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    private List<Plot> plots(Recording recording, TimeRange asked, Selection selection, Format drawn) {
        List<Metric> wanted = metrics.isEmpty() ? drawn == Format.html ? OF_A_PAGE : List.of(Metric.RSS) : metrics;
        if (wanted.size() > 1 && drawn != Format.html) {
            throw wrong("--metric: one picture has one metric; several go into a page (--format html)");
        }
        List<Plot> plots = new ArrayList<>();
        for (Metric metric : wanted) {
            PlotBuilder.build(recording, asked, metric, selection).ifPresent(plots::add);
        }
        return plots;
    }

    private void write(List<Plot> plots, Format drawn, OutputStream out) throws IOException {
        ZoneId zone = ZoneId.systemDefault();
        Plot plot = plots.getFirst();
        switch (drawn) {
            case html -> HtmlPlot.write(plots, out);
            case svg -> SvgPlot.write(plot, zone, out);
            case png -> PngPlot.write(plot, zone, out);
            case term -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                TermPlot.write(plot, zone, writer, output.style());
                writer.flush();
            }
        }
    }

    private Format drawn() {
        Format drawn = format == null ? bySuffix() : format;
        if (drawn == Format.png && output.isTerminal()) {
            throw wrong("a PNG does not belong on a terminal: name a file with -o");
        }
        return drawn;
    }

    private Format bySuffix() {
        if (output.file().isEmpty()) {
            return Format.term;
        }
        Path file = output.file().get();
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (Format f : Format.values()) {
            if (name.endsWith("." + f)) {
                return f;
            }
        }
        if (name.endsWith(".htm")) {
            return Format.html;
        }
        if (name.endsWith(".txt") || name.indexOf('.') < 0) {
            return Format.term;
        }
        throw wrong("what is " + file + " to be? name it .html, .svg, .png or .txt, or say --format");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
