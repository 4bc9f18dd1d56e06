package io.culprit.kernel.tasks;

import io.culprit.kernel.sys.Read;
import java.util.List;

/** Reads all processes. Used by one thread. */
public interface TaskSource extends AutoCloseable {

    /**
     * Empties the table and fills it. Processes that come or go meanwhile are in it or not; a row is never of two processes.
     *
     * @param wanted what beyond the cheap columns is due at this reading: {@link TaskColumn} bits {@code DETAILS_READ},
     *     {@code FDS_READ}, {@code SOCKETS_READ}; a source may read more where that costs it nothing
     * @return how many rows; refused when nothing could be read at all
     */
    Read<Integer> read(TaskTable table, int wanted);

    /** What changed in how it reads since this was asked last, a line for a person each. */
    default List<String> changes() {
        return List.of();
    }

    /** How it reads, in words for a person: {@code BPF iterator}, {@code /proc}. */
    String method();

    @Override
    void close();
}
