package io.culprit.record.sample;

import io.culprit.record.store.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the recorder works.
 *
 * @param every from one sample to the next
 * @param keep samples older than this are given up
 * @param maxBytes the recording's size on disk; the oldest samples are given up before it is passed
 * @param spikesPerDay investigations that a spike may start within 24 hours; 0 for none
 * @param store where the recording is; empty for the usual place
 */
public record RecorderSettings(Duration every, Duration keep, long maxBytes, int spikesPerDay, Optional<Path> store) {
    /** Ten seconds show a spike of half a minute and cost next to nothing. */
    private static final Duration USUAL_EVERY = Duration.ofSeconds(10);

    /** An incident that keeps coming back is understood after the sixth. */
    private static final int USUAL_SPIKES_PER_DAY = 6;

    public static final RecorderSettings DEFAULT = new RecorderSettings(
            USUAL_EVERY, Limits.USUAL_KEEP, Limits.USUAL_MAX_BYTES, USUAL_SPIKES_PER_DAY, Optional.empty());

    /** What was set and is to replace what was before; empty where nothing was set. */
    public record Changes(
            Optional<Duration> every,
            Optional<Duration> keep,
            Optional<Long> maxBytes,
            Optional<Integer> spikesPerDay,
            Optional<Path> store) {
        public static final Changes NONE =
                new Changes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public RecorderSettings with(Changes changes) {
        return new RecorderSettings(
                changes.every().orElse(every),
                changes.keep().orElse(keep),
                changes.maxBytes().orElse(maxBytes),
                changes.spikesPerDay().orElse(spikesPerDay),
                changes.store().or(() -> store));
    }
}
