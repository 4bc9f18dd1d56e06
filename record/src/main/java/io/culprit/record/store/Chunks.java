package io.culprit.record.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An engine: keeps chunks, and knows nothing of what they hold. Chunks belong to numbered segments; the greatest number is the
 * newest. One segment is live and grows by committed steps; the others are sealed and never change.
 */
interface Chunks extends AutoCloseable {

    /** @param live its chunks are samples in the order in which they came; else what they were rewritten to */
    record Segment(long number, boolean live) implements Comparable<Segment> {
        /** By number, the sealed form first. */
        @Override
        public int compareTo(Segment other) {
            return number != other.number ? Long.compare(number, other.number) : Boolean.compare(live, other.live);
        }
    }

    /** In order of their numbers. */
    List<Segment> segments() throws IOException;

    /** @return empty when it was dropped meanwhile; sealed when it was sealed meanwhile */
    Optional<ChunkSource> open(Segment segment) throws IOException;

    /** A new live segment. */
    ChunkSink begin(long number) throws IOException;

    /** A live segment goes on after so many of its bytes; the rest is cut off. */
    ChunkSink resume(long number, long bytes) throws IOException;

    /** What a live segment is rewritten to. The first commit puts it in the other's place in one step, or throws and changes nothing. */
    ChunkSink seal(long number) throws IOException;

    void drop(Segment segment) throws IOException;

    /** Of one segment, or 0 when it is gone. */
    long bytes(Segment segment) throws IOException;

    @Override
    void close();
}
