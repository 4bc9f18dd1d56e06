package io.culprit.record.store;

import java.io.IOException;
import java.util.List;

/** The chunks of one segment, as they were when it was opened. */
interface ChunkSource extends AutoCloseable {
    /** Bytes in which no chunk is, though there should be one. {@code atEnd} when none follows. */
    record Gap(long position, long bytes, boolean atEnd) {}

    /** For a message: the file, or what stands for one. */
    String name();

    boolean live();

    long bytes();

    /** In order. Their heads are sound; whether a payload is shows when it is read. */
    List<Chunk> chunks() throws IOException;

    List<Gap> gaps() throws IOException;

    /**
     * @param into holds the payload afterwards, and nothing else
     * @return false when its checksum does not fit, or its end is missing
     */
    boolean read(Chunk chunk, Bytes into) throws IOException;

    /** A part of a chunk that was read before and found sound. */
    void slice(Chunk chunk, int from, int length, Bytes into) throws IOException;

    @Override
    void close();
}
