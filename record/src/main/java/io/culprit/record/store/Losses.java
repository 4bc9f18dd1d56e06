package io.culprit.record.store;

import io.culprit.model.recording.RecordingEvent;
import java.util.Optional;

/** Samples that could not be stored, until it is on the medium that they are missing. */
final class Losses {
    private long samples;
    private long firstBoot;
    private long lastBoot;
    private String why = "";

    void add(long bootMillis, String why) {
        if (samples++ == 0) {
            firstBoot = bootMillis;
        }
        lastBoot = bootMillis;
        this.why = why;
    }

    boolean any() {
        return samples > 0;
    }

    /** At the first of them. */
    Optional<RecordingEvent> event(long placement) {
        if (samples == 0) {
            return Optional.empty();
        }
        String text = samples == 1
                ? "a sample could not be stored: " + why
                : samples + " samples in " + (lastBoot - firstBoot) / 1000 + " s could not be stored: " + why;
        return Optional.of(new RecordingEvent(firstBoot + placement, RecordingEvent.Kind.SAMPLES_LOST, text));
    }

    void told() {
        samples = 0;
    }
}
