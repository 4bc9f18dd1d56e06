package io.culprit.model.recording;

import java.util.List;

/**
 * Which part of a recording an answer is about, where it does not come from a live investigation.
 *
 * @param asked the moment that was asked for, ISO 8601 with offset
 * @param first time of the first sample that was used, ISO 8601 with offset; likewise {@code last}
 * @param samples how many were used
 * @param intervalSeconds usual time between two of them
 * @param store directory of the recording
 * @param investigations files with the evidence of live investigations that the recorder made within minutes of the moment
 */
public record Replayed(
        String asked,
        String first,
        String last,
        int samples,
        double intervalSeconds,
        String store,
        List<String> investigations) {
    public Replayed {
        investigations = List.copyOf(investigations);
    }
}
