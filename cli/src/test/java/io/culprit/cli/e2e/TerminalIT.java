package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a process calls itself reaches the terminal as anything but text. */
class TerminalIT {
    private static final Pattern OUR_COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");
    /** What the live line uses to take itself back: to the start of the line, and erase to its end. */
    private static final Pattern OUR_LINE = Pattern.compile("\r|\u001b\\[K");

    /** Escapes, a line of its own, no UTF-8, from right to left, shell and spreadsheet: the table in hostile-name.c. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 7, 9})
    void aHostileNameIsShownAndDoesNothing(int name) {
        try (Scenario s = Scenario.start("hostile-name", "--spin", "--name", String.valueOf(name))) {
            Run run = Run.culprit("diagnose", "--color", "always", "--verbose", "--for", "3s");
            assertThat(run.status()).as(run.err()).isEqualTo(1);
            String plain = OUR_COLOURS.matcher(run.out() + run.err()).replaceAll("");
            assertThat(plain.codePoints().filter(TerminalIT::acts)).isEmpty();
            assertThat(plain).contains("(" + s.pid() + ")");
        }
    }

    @Test
    void onATerminalTooTheNameDoesNothingAndNoColorIsKept() {
        try (Scenario s = Scenario.start("hostile-name", "--spin")) {
            String command = Run.ROOT.resolve("culprit") + " diagnose --for 3s";
            Run run = Run.of(List.of(
                    "env",
                    "NO_COLOR=1",
                    "TERM=xterm",
                    "script",
                    "--quiet",
                    "--return",
                    "--command",
                    command,
                    "/dev/null"));
            String plain = OUR_LINE.matcher(run.out()).replaceAll("");
            assertThat(plain.codePoints().filter(TerminalIT::acts)).isEmpty();
            assertThat(plain).contains("(" + s.pid() + ")");
        }
    }

    /** Controls, and marks that turn the direction of what follows. */
    private static boolean acts(int c) {
        return c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    @Test
    void worksFromAnyDirectoryThroughASymbolicLink() throws java.io.IOException {
        Path directory = java.nio.file.Files.createTempDirectory("culprit-link");
        Path link = directory.resolve("c");
        try {
            java.nio.file.Files.createSymbolicLink(link, Run.ROOT.resolve("culprit"));
            Run run = Run.of(List.of("env", "-C", "/", link.toString(), "--version"));
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.out()).startsWith("culprit ");
        } finally {
            java.nio.file.Files.deleteIfExists(link);
            java.nio.file.Files.deleteIfExists(directory);
        }
    }
}
