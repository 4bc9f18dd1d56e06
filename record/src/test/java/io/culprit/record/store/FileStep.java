package io.culprit.record.store;

import java.nio.file.Path;

/** One thing that a program did to a directory of files. Paths are the names of the files. */
sealed interface FileStep {
    record Create(String name) implements FileStep {}

    /** {@code bytes} are the step's own and never change. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares steps.
    record Write(String name, long position, byte[] bytes) implements FileStep {}

    record Truncate(String name, long size) implements FileStep {}

    /** All of the file is on the medium after it. */
    record Sync(String name) implements FileStep {}

    /** All names of the directory are on the medium after it. */
    record SyncNames() implements FileStep {}

    record Rename(String from, String to) implements FileStep {}

    record Delete(String name) implements FileStep {}

    /** Is told of each step, when it is over. */
    @FunctionalInterface
    interface Witness {
        void saw(FileStep step);
    }

    static String name(Path file) {
        return file.getFileName().toString();
    }
}
