package io.culprit.model.recording;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A recording at a glance.
 *
 * @param processes that have at least one sample
 * @param intervalMillis between samples, the median
 * @param gaps stretches of time without a sample, the longest first
 * @param events oldest first, the newest {@value #MOST_EVENTS}
 * @param eventCount all of them
 * @param ownCpuPercent what the recorder itself used of one CPU, on average
 * @param ownRssBytes its own memory, the greatest
 * @param lateMillis how late a sample began, the greatest
 * @param tookMillis how long a sample took, on average
 */
public record RecordingInfo(
        Overview overview,
        long processes,
        long intervalMillis,
        List<Gap> gaps,
        List<RecordingEvent> events,
        long eventCount,
        OptionalDouble ownCpuPercent,
        OptionalDouble ownRssBytes,
        OptionalDouble lateMillis,
        OptionalDouble tookMillis) {
    /** More than a person reads. */
    public static final int MOST_EVENTS = 20;

    public RecordingInfo {
        gaps = List.copyOf(gaps);
        events = List.copyOf(events);
    }

    /** Without a sample between these two. */
    public record Gap(long fromMillis, long toMillis) {
        public long millis() {
            return toMillis - fromMillis;
        }
    }
}
