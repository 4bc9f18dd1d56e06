package io.culprit.cli;

import io.culprit.kernel.sys.Terminal;
import io.culprit.model.Diagnosis;
import io.culprit.model.recording.Replayed;
import io.culprit.report.JsonReport;
import io.culprit.report.LiveLine;
import io.culprit.report.Style;
import io.culprit.report.TextReport;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the answer looks and where it goes; the same for every command that has one. */
final class ReportOptions {
    enum Format {
        text,
        json
    }

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private Format format = Format.text;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the answer there instead of to standard output.")
    private @Nullable Path output;

    @Option(
            names = {"-v", "--verbose"},
            description = "List every question of the method with its answer.")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing on stderr while at work.")
    private boolean quiet;

    @Option(
            names = {"--color", "--colour"},
            paramLabel = "WHEN",
            description = "auto (default: on a terminal, unless NO_COLOR is set), always or never.")
    private Screen.Colour colour = Screen.Colour.auto;

    Sink open() throws CannotDo {
        return Sink.at(output);
    }

    Waiting waiting() {
        boolean terminal = Terminal.is(Terminal.STDERR);
        return new Waiting(new LiveLine(System.err, terminal, Screen.width(Terminal.STDERR)), quiet);
    }

    void write(Diagnosis diagnosis, Sink sink) throws CannotDo {
        write(diagnosis, Optional.empty(), sink);
    }

    void write(Diagnosis diagnosis, Optional<Replayed> replayed, Sink sink) throws CannotDo {
        sink.write(out -> {
            switch (format) {
                case json -> JsonReport.write(diagnosis, replayed, out);
                case text -> {
                    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    TextReport.write(diagnosis, replayed, writer, style());
                    writer.flush();
                }
            }
        });
    }

    Style style() {
        return Screen.style(colour, output == null && Terminal.is(Terminal.STDOUT), verbose);
    }
}
