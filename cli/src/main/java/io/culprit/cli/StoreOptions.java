package io.culprit.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the recording is; the same for every command that writes or reads one. */
final class StoreOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "The recording (default: /var/lib/culprit for root, else ~/.local/state/culprit).")
    private @Nullable Path directory;

    Optional<Path> given() {
        return Optional.ofNullable(directory);
    }

    Path directory() {
        return directory == null ? UsualStore.directory() : directory;
    }

    /** @throws ParameterException when the text is no moment */
    Instant moment(String option, String text) {
        ZoneId zone = ZoneId.systemDefault();
        if (Ago.isSkipped(text, zone)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " '" + text + "': there was no such time in " + zone
                            + ", the clocks were put forward over it");
        }
        return Ago.parse(text, Instant.now(), zone)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        option + " '" + text
                                + "' is no moment: write 5d, 90m, 03:12, 2026-11-23 or '2026-11-23 03:12'"));
    }
}
