package io.culprit.record.sample;

import io.culprit.record.sample.RecorderSettings.Changes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** What may be set, in the configuration and by the option of the same name, and within which bounds. */
public enum SettingKey {
    EVERY("every", "time from one sample of all processes to the next, 1s to 10m") {
        @Override
        public Optional<Changes> read(String value, Changes c) {
            return Amounts.length(value)
                    .filter(d -> within(d, SHORTEST_EVERY, LONGEST_EVERY))
                    .map(d -> new Changes(Optional.of(d), c.keep(), c.maxBytes(), c.spikesPerDay(), c.store()));
        }

        @Override
        public Optional<String> value(RecorderSettings s) {
            return Optional.of(Amounts.words(s.every()));
        }
    },
    KEEP("keep", "samples older than this are given up, 1h to 3650d") {
        @Override
        public Optional<Changes> read(String value, Changes c) {
            return Amounts.length(value)
                    .filter(d -> within(d, SHORTEST_KEEP, LONGEST_KEEP))
                    .map(d -> new Changes(c.every(), Optional.of(d), c.maxBytes(), c.spikesPerDay(), c.store()));
        }

        @Override
        public Optional<String> value(RecorderSettings s) {
            return Optional.of(Amounts.words(s.keep()));
        }
    },
    MAX_SIZE("max-size", "size of the recording; the oldest samples are given up before it is passed, 16M to 1T") {
        @Override
        public Optional<Changes> read(String value, Changes c) {
            return Amounts.bytes(value).stream()
                    .filter(b -> b >= SMALLEST_SIZE_BYTES && b <= LARGEST_SIZE_BYTES)
                    .boxed()
                    .findFirst()
                    .map(b -> new Changes(c.every(), c.keep(), Optional.of(b), c.spikesPerDay(), c.store()));
        }

        @Override
        public Optional<String> value(RecorderSettings s) {
            return Optional.of(Amounts.words(s.maxBytes()));
        }
    },
    SPIKES_PER_DAY("spikes-per-day", "investigations that spikes may start within 24 hours, 0 (none) to 288") {
        @Override
        public Optional<Changes> read(String value, Changes c) {
            if (!value.matches("[0-9]{1,3}") || Integer.parseInt(value) > MOST_SPIKES) {
                return Optional.empty();
            }
            Optional<Integer> spikes = Optional.of(Integer.parseInt(value));
            return Optional.of(new Changes(c.every(), c.keep(), c.maxBytes(), spikes, c.store()));
        }

        @Override
        public Optional<String> value(RecorderSettings s) {
            return Optional.of(Integer.toString(s.spikesPerDay()));
        }
    },
    STORE("store", "directory of the recording, an absolute path; the service has its own and ignores this") {
        @Override
        public Optional<Changes> read(String value, Changes c) {
            try {
                Path path = Path.of(value);
                return path.isAbsolute()
                        ? Optional.of(new Changes(
                                c.every(), c.keep(), c.maxBytes(), c.spikesPerDay(), Optional.of(path.normalize())))
                        : Optional.empty();
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<String> value(RecorderSettings s) {
            return s.store().map(Path::toString);
        }
    };

    /** Faster is the work of a tracer. */
    static final Duration SHORTEST_EVERY = Duration.ofSeconds(1);
    /** With fewer samples neither a spike nor a restart is seen. */
    static final Duration LONGEST_EVERY = Duration.ofMinutes(10);
    /** Less is not worth a disk. */
    static final Duration SHORTEST_KEEP = Duration.ofHours(1);

    static final Duration LONGEST_KEEP = Duration.ofDays(3650);
    /** Below this the descriptions of the processes alone could fill it. */
    static final long SMALLEST_SIZE_BYTES = 16L << 20;

    static final long LARGEST_SIZE_BYTES = 1L << 40;
    /** One every five minutes, all day. */
    static final int MOST_SPIKES = 288;

    private final String key;
    private final String meaning;

    SettingKey(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** As written in the file; the option is the same after two dashes. */
    public String key() {
        return key;
    }

    /** What it sets and within which bounds, for a person. */
    public String meaning() {
        return meaning;
    }

    /** @return empty when the value is none or out of bounds */
    public abstract Optional<Changes> read(String value, Changes before);

    /** As {@link #read} takes it; empty when it is not set. */
    public abstract Optional<String> value(RecorderSettings settings);

    public static Optional<SettingKey> of(String key) {
        return Arrays.stream(values()).filter(k -> k.key.equals(key)).findFirst();
    }

    private static boolean within(Duration d, Duration shortest, Duration longest) {
        return d.compareTo(shortest) >= 0 && d.compareTo(longest) <= 0;
    }
}
