package io.culprit.record.plot;

import io.culprit.model.recording.Overview;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.util.Arrays;
import java.util.Optional;

/**
 * The asked part of a recording, cut into buckets of equal width, none narrower than the time between two samples.
 *
 * @param fromMillis first sample, {@code toMillis} last
 */
record Timeline(String host, long fromMillis, long toMillis, long samples, long bucketMillis, int buckets) {

    /** @return empty where the range holds no sample */
    static Optional<Timeline> of(Recording recording, TimeRange range, int mostBuckets) {
        Optional<Overview> overview = recording.overview();
        if (overview.isEmpty()) {
            return Optional.empty();
        }
        long[] times = recording.host(range, key -> false).times();
        return times.length > 0
                ? Optional.of(of(overview.get().host(), times, times.length, mostBuckets))
                : withoutHostSeries(overview.get(), range, mostBuckets);
    }

    static Timeline of(String host, long[] times, long samples, int mostBuckets) {
        return cut(host, times[0], times[times.length - 1], samples, Interval.median(times, times.length), mostBuckets);
    }

    /** An imported recording may hold processes alone: then buckets are as wide as the picture wants. */
    private static Optional<Timeline> withoutHostSeries(Overview overview, TimeRange range, int mostBuckets) {
        long from = Math.max(overview.range().fromMillis(), range.fromMillis());
        long to = Math.min(overview.range().toMillis(), range.toMillis());
        return from > to
                ? Optional.empty()
                : Optional.of(cut(overview.host(), from, to, overview.samples(), 0, mostBuckets));
    }

    private static Timeline cut(String host, long from, long to, long samples, long interval, int mostBuckets) {
        long span = Math.max(1, to - from + 1);
        long width = Math.max(Math.max(1, interval), (span + mostBuckets - 1) / mostBuckets);
        return new Timeline(host, from, to, samples, width, (int) ((span + width - 1) / width));
    }

    /** @return a bucket outside of 0 to {@link #buckets} for a time outside of the range */
    int bucket(long millis) {
        return Math.clamp(Math.floorDiv(millis - fromMillis, bucketMillis), -1, buckets);
    }

    float[] nothing() {
        float[] values = new float[buckets];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
