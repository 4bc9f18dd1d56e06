package io.culprit.report;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.History;
import io.culprit.model.recording.RecordingEvent;
import java.util.List;
import java.util.Optional;

/**
 * The JSON document of {@code culprit history --format json}. Times are milliseconds since 1970. Exactly one of processes,
 * series and recording is given.
 *
 * @param format version of this document's shape: raised when a field changes its meaning or leaves
 * @param tool what wrote it
 * @param host where it was recorded
 * @param from first sample of the range
 * @param to last sample of the range
 * @param samples how often all processes were read in the range
 * @param processes the history of processes or programs
 * @param series the history of the host, of {@code --host}
 * @param recording what the recording is, of {@code --info}
 */
record HistoryDocument(
        int format,
        JsonDocument.Tool tool,
        String host,
        long from,
        long to,
        long samples,
        Optional<Processes> processes,
        Optional<List<HostLine>> series,
        Optional<Whole> recording) {

    /**
     * One metric of many processes or programs.
     *
     * @param unit of every value
     * @param by what makes one line
     * @param sort the greatest first
     * @param matched processes or programs that were asked for, shown or not
     * @param valueless those of them without any value
     */
    record Processes(
            String metric,
            String description,
            String unit,
            History.By by,
            History.Sort sort,
            long matched,
            long valueless,
            List<ProcessLine> lines) {}

    /**
     * A process, or all processes of a program added up.
     *
     * @param process the one, or the newest of the program
     * @param name its command name
     * @param started when it started
     * @param processes how many were added up over the range
     * @param firstSeen its first sample in the range
     * @param lastSeen its last sample in the range
     * @param ended it is not in the last sample of the range
     * @param restarts how often a process of its program ended and another one began soon after
     * @param points every value, of {@code --points}
     */
    record ProcessLine(
            ProcessId process,
            String name,
            String program,
            String command,
            long started,
            int processes,
            long firstSeen,
            long lastSeen,
            boolean ended,
            int restarts,
            Values values,
            Optional<List<Point>> points) {}

    /**
     * A series in figures.
     *
     * @param readings values that were read; the others repeat the last one
     * @param count all values
     * @param growthPerHour last value minus first, by the time between; null when that is less than ten minutes
     */
    record Values(long readings, long count, double min, double mean, double max, double last, double growthPerHour) {}

    /**
     * One value.
     *
     * @param read false where it repeats the last reading
     */
    record Point(long time, double value, boolean read) {}

    /**
     * A series of the host.
     *
     * @param rate the value is a difference of a counter, by time
     */
    record HostLine(String key, String unit, boolean rate, Values values) {}

    /**
     * A recording.
     *
     * @param intervalMillis between samples, the median
     * @param processes that have at least one sample
     * @param processSamples rows of all samples
     * @param bytes on disk
     * @param bytesPerProcessSample on average
     * @param damage what was found broken and left out
     * @param gaps time without a sample, the longest first, at most ten
     * @param eventCount all events of the recording
     * @param events the newest, oldest first
     * @param recorder what the recorder itself used
     */
    record Whole(
            long intervalMillis,
            long processes,
            long processSamples,
            long bytes,
            double bytesPerProcessSample,
            List<String> damage,
            List<Pause> gaps,
            long eventCount,
            List<Happening> events,
            Own recorder) {}

    /** No sample between these two. */
    record Pause(long from, long to) {}

    /** Something that happened to the recording or the host. */
    record Happening(long time, RecordingEvent.Kind kind, String text) {}

    /**
     * The recorder itself; null where nobody recorded it.
     *
     * @param cpuPercent of one CPU, on average
     * @param rssBytes resident memory, the greatest
     * @param lateMillis how late a sample began, the greatest
     * @param tookMillis how long a sample took, on average
     */
    record Own(
            Optional<Double> cpuPercent,
            Optional<Double> rssBytes,
            Optional<Double> lateMillis,
            Optional<Double> tookMillis) {}
}
