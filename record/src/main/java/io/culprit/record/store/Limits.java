package io.culprit.record.store;

import java.time.Duration;

/**
 * What a recording may grow to; the oldest segments go first.
 *
 * @param keep by recorded time: a wall clock that jumps deletes nothing
 * @param maxBytes of all files together, the live one included
 */
public record Limits(Duration keep, long maxBytes) {
    /** A week holds the last quiet weekend and the last busy one. */
    public static final Duration USUAL_KEEP = Duration.ofDays(7);

    /** Seven days of 1 000 processes each ten seconds need a fraction of it. */
    public static final long USUAL_MAX_BYTES = 1L << 30;

    /** Less would hold a few samples of a large host, and nothing before them. */
    public static final long LEAST_MAX_BYTES = 1L << 20;

    public static final Limits USUAL = new Limits(USUAL_KEEP, USUAL_MAX_BYTES);

    public Limits {
        if (!keep.isPositive()) {
            throw new IllegalArgumentException("keeps samples for " + keep);
        }
        if (maxBytes < LEAST_MAX_BYTES) {
            throw new IllegalArgumentException("keeps " + maxBytes + " bytes, less than " + LEAST_MAX_BYTES);
        }
    }
}
