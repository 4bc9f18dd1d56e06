package io.culprit.cli;

import io.culprit.record.sample.RecorderSettings.Changes;
import io.culprit.record.sample.SettingKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Settings of the recorder as options, with the bounds of the configuration. The directory is an option of its own. */
final class SettingOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "From one sample to the next, 1s to 10m (default: 10s).")
    private @Nullable String every;

    @Option(names = "--keep", paramLabel = "TIME", description = "Give up samples older than this (default: 7d).")
    private @Nullable String keep;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            description = "Give up the oldest samples before the recording is larger, 16M to 1T (default: 1G).")
    private @Nullable String maxSize;

    @Option(
            names = "--spikes-per-day",
            paramLabel = "N",
            description = "Let spikes start at most N investigations within 24 hours, 0 for none (default: 6).")
    private @Nullable String spikes;

    /** Those that were given. */
    Map<SettingKey, String> given() {
        Map<SettingKey, String> given = new EnumMap<>(SettingKey.class);
        put(given, SettingKey.EVERY, every);
        put(given, SettingKey.KEEP, keep);
        put(given, SettingKey.MAX_SIZE, maxSize);
        put(given, SettingKey.SPIKES_PER_DAY, spikes);
        return given;
    }

    Changes changes() {
        Changes changes = Changes.NONE;
        for (var entry : given().entrySet()) {
            changes = entry.getKey().read(entry.getValue(), changes).orElse(changes);
        }
        return changes;
    }

    private void put(Map<SettingKey, String> given, SettingKey key, @Nullable String value) {
        if (value == null) {
            return;
        }
        String stripped = value.strip();
        Optional<Changes> read = key.read(stripped, Changes.NONE);
        if (read.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--" + key.key() + " '" + value + "' is wrong: " + key.meaning());
        }
        given.put(key, stripped);
    }
}
