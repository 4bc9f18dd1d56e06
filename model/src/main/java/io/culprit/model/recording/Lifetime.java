package io.culprit.model.recording;

/**
 * A process and when it was seen.
 *
 * @param firstMillis its first sample in the asked range; {@code lastMillis} its last
 * @param ended it was gone at a later sample of the same boot; false where the range or the recording ends with it alive
 */
public record Lifetime(RecordedProcess process, long firstMillis, long lastMillis, boolean ended) {}
