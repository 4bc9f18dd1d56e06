package io.culprit.cli;

import io.culprit.model.recording.TimeRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which part of a recording. */
final class RangeOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "From when on: 5d, 90m, 03:12, 2026-11-23, '2026-11-23 03:12' (default: all).")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "WHEN", description = "Until when (default: the end).")
    private @Nullable String until;

    TimeRange range(StoreOptions store) {
        long from =
                since == null ? Long.MIN_VALUE : store.moment("--since", since).toEpochMilli();
        long to =
                until == null ? Long.MAX_VALUE : store.moment("--until", until).toEpochMilli();
        if (from > to) {
            throw new ParameterException(spec.commandLine(), "--since is later than --until");
        }
        return new TimeRange(from, to);
    }
}
