package io.culprit.model.recording;

import java.util.List;

/**
 * One metric of many processes over a range, in figures.
 *
 * @param range from the first to the last sample of what was asked
 * @param samples how often all processes were read in it
 * @param matched processes or programs that were asked for, shown or not
 * @param valueless those of them without any value of this metric
 * @param entries in the order that was asked for
 */
public record History(
        String host,
        Metric metric,
        By by,
        Sort sort,
        TimeRange range,
        long samples,
        long matched,
        long valueless,
        List<Entry> entries) {
    public History {
        entries = List.copyOf(entries);
    }

    /** What makes one line. */
    public enum By {
        PROCESS,
        PROGRAM
    }

    /** The greatest first. */
    public enum Sort {
        LAST,
        MAX,
        GROWTH,
        MEAN
    }

    /**
     * A process, or the sum of all processes of a program.
     *
     * @param process the one, or the newest of the program
     * @param processes how many were summed up over the range
     * @param ended none of them is in the last sample of the range
     * @param restarts how often a process of this program ended and another one began soon after
     */
    public record Entry(
            RecordedProcess process,
            int processes,
            long firstMillis,
            long lastMillis,
            boolean ended,
            int restarts,
            Summary summary) {}
}
