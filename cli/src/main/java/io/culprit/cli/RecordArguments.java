package io.culprit.cli;

import io.culprit.record.sample.Amounts;
import io.culprit.record.sample.RecorderSettings.Changes;
import io.culprit.record.sample.SettingKey;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code culprit record} as a service has it, read without picocli, whose start takes 0.2 s of CPU: as much
 * as four minutes of recording. Takes in what is right and plain; everything else is picocli's, who has words for it.
 */
final class RecordArguments {
    private Changes settings = Changes.NONE;
    private @Nullable Path store;
    private @Nullable Path config;
    private @Nullable Duration length;
    private SourceChoice source = SourceChoice.auto;
    private boolean quiet;
    private final Set<String> given = new HashSet<>();

    private RecordArguments() {}

    /** @return what {@link RecordCommand} would make of it, or nothing where that must look itself */
    static Optional<RecordRequest> plain(String[] args) {
        if (args.length == 0 || !args[0].equals("record")) {
            return Optional.empty();
        }
        RecordArguments all = new RecordArguments();
        int at = 1;
        while (at < args.length) {
            int used = all.take(args, at);
            if (used == 0) {
                return Optional.empty();
            }
            at += used;
        }
        return Optional.of(all.request());
    }

    private RecordRequest request() {
        return new RecordRequest(
                settings,
                Optional.ofNullable(store),
                Optional.ofNullable(config),
                Optional.ofNullable(length),
                source,
                quiet);
    }

    /** @return how many arguments it was; 0 for what is not plain */
    private int take(String[] args, int at) {
        String word = args[at];
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (name.equals("-q") || name.equals("--quiet")) {
            quiet = true;
            return equals < 0 && given.add("--quiet") ? 1 : 0;
        }
        if (equals < 0 && at + 1 == args.length) {
            return 0;
        }
        String value = equals < 0 ? args[at + 1] : word.substring(equals + 1);
        // An option in the place of a value, a file of arguments, a quoted word: picocli has rules for them.
        if (value.isEmpty() || "-@\"'".indexOf(value.charAt(0)) >= 0) {
            return 0;
        }
        return given.add(name) && take(name, value) ? equals < 0 ? 2 : 1 : 0;
    }

    private boolean take(String name, String value) {
        try {
            return switch (name) {
                case "--store" -> {
                    store = Path.of(value);
                    yield true;
                }
                case "--config" -> {
                    config = Path.of(value);
                    yield true;
                }
                case "--for" -> {
                    length = Amounts.length(value).filter(Duration::isPositive).orElse(null);
                    yield length != null;
                }
                case "--source" -> source(value);
                case "--every" -> setting(SettingKey.EVERY, value);
                case "--keep" -> setting(SettingKey.KEEP, value);
                case "--max-size" -> setting(SettingKey.MAX_SIZE, value);
                case "--spikes-per-day" -> setting(SettingKey.SPIKES_PER_DAY, value);
                default -> false;
            };
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private boolean setting(SettingKey key, String value) {
        Optional<Changes> read = key.read(value.strip(), settings);
        settings = read.orElse(settings);
        return read.isPresent();
    }

    private boolean source(String value) {
        for (SourceChoice choice : SourceChoice.values()) {
            if (choice.name().equals(value)) {
                source = choice;
                return true;
            }
        }
        return false;
    }
}
