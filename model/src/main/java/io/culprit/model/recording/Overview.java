package io.culprit.model.recording;

import java.util.List;

/**
 * What a recording is, without its values.
 *
 * @param range first and last sample
 * @param samples how often all processes were read
 * @param processSamples rows of all samples
 * @param bytes on disk
 * @param damage what was found broken and left out, one line each: which file, where, what is missing because of it
 */
public record Overview(
        String host, TimeRange range, long samples, long processSamples, long bytes, List<String> damage) {
    public Overview {
        damage = List.copyOf(damage);
    }
}
