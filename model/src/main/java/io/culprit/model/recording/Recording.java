package io.culprit.model.recording;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A recording to read from, perhaps while somebody writes to it: what was committed when it was opened. One thread. */
public interface Recording extends AutoCloseable {

    /** @return empty when it holds no sample */
    Optional<Overview> overview();

    /** What could not be read until now, a line for a person each; an {@link Overview} has it too, where there is one. */
    default List<String> damage() {
        return List.of();
    }

    /** Processes with a sample in the range, in the order of their first one. */
    List<Lifetime> processes(TimeRange range);

    /** All samples of the range in order, a stretch at a time; memory stays bounded whatever the range. */
    void scan(TimeRange range, Set<ProcessMetric> metrics, Consumer<Stretch> visitor);

    /** @param keys those wanted, see {@link HostKey} */
    HostSeries host(TimeRange range, Predicate<String> keys);

    List<RecordingEvent> events(TimeRange range);

    @Override
    void close();
}
