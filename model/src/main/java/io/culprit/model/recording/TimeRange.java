package io.culprit.model.recording;

/** Wall clock in milliseconds since 1970, both ends included. */
public record TimeRange(long fromMillis, long toMillis) {
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public TimeRange {
        if (fromMillis > toMillis) {
            throw new IllegalArgumentException("a range from " + fromMillis + " to the earlier " + toMillis);
        }
    }

    public boolean contains(long millis) {
        return millis >= fromMillis && millis <= toMillis;
    }

    public boolean touches(long firstMillis, long lastMillis) {
        return firstMillis <= toMillis && lastMillis >= fromMillis;
    }
}
