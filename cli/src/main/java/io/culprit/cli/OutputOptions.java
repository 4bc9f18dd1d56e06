package io.culprit.cli;

import io.culprit.kernel.sys.Terminal;
import io.culprit.report.Style;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where what a recording holds is shown, and how; the same for figures and pictures. */
final class OutputOptions {
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

    /** Empty for standard output. */
    Optional<Path> file() {
        return Optional.ofNullable(output);
    }

    Sink open() throws CannotDo {
        return Sink.at(output);
    }

    boolean isTerminal() {
        return output == null && Terminal.is(Terminal.STDOUT);
    }

    Style style() {
        return Screen.style(colour, isTerminal(), false);
    }
}
