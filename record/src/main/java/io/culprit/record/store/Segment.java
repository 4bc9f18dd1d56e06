package io.culprit.record.store;

import io.culprit.model.recording.RecordedProcess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One segment as a reader sees it, live or sealed. What is damaged is told once to {@link Damage} and looks as if never recorded. */
interface Segment extends AutoCloseable {
    String name();

    Head head();

    /** Its samples, on the wall clock as it was; {@link #boot} on the boot clock. The arrays may be longer. */
    long[] wall() throws IOException;

    long[] boot() throws IOException;

    Rows rows() throws IOException;

    /** @param into for all values of all rows, {@link io.culprit.model.recording.ProcessMetric#UNKNOWN} where there is none */
    void column(int metric, long[] into) throws IOException;

    /** @return empty when it is lost */
    Optional<RecordedProcess> process(int index, long placement) throws IOException;

    /** The newest description as it lies on disk. */
    boolean description(int index, Bytes into) throws IOException;

    List<String> hostKeys() throws IOException;

    /** @param into all samples of the first key, then of the second */
    void host(long[] into) throws IOException;

    List<Happening> events() throws IOException;

    @Override
    void close();
}
