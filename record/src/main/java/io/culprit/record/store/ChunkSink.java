package io.culprit.record.store;

import java.io.IOException;

/** Takes the chunks of one segment. */
interface ChunkSink extends AutoCloseable {
    void add(int kind, int number, Bytes payload) throws IOException;

    /** What was added since the last time is on the medium now, all of it, for good. */
    void commit() throws IOException;

    /** Forgets what was added since the last commit. Never fails; what it cannot undo, the next {@link #add} overwrites. */
    void rollback();

    /** Committed ones. */
    long bytes();

    @Override
    void close();
}
