package io.culprit.cli;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The host's own series instead of processes. */
final class HostOption {
    private static final String ALL = "*";

    @Option(
            names = "--host",
            arity = "0..1",
            fallbackValue = ALL,
            paramLabel = "SERIES",
            description =
                    "The host itself instead of processes: all its series, or those that begin so or are like this:"
                            + " load, cpu, psi, memory:MemAvailable, 'net.*:eth0'.")
    private @Nullable String series;

    /** @return empty when it was not asked for */
    Optional<Predicate<String>> keys() {
        if (series == null) {
            return Optional.empty();
        }
        String wanted = series;
        Predicate<String> like = Glob.of(wanted);
        return Optional.of(key -> like.test(key) || begins(key, wanted));
    }

    private static boolean begins(String key, String wanted) {
        int end = wanted.length();
        return key.startsWith(wanted) && (wanted.endsWith(":") || key.startsWith(":", end) || key.startsWith(".", end));
    }
}
