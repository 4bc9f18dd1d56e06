package io.culprit.record.imports;

import io.culprit.record.store.RecordingException;
import io.culprit.record.store.RecordingWriter;

/** Where an import goes to. Opened only when there is something to write. */
@FunctionalInterface
public interface Destination {
    /**
     * @param bootId of all processes that will be described; another one for each stretch of time
     * @throws RecordingException when nothing can be written there
     */
    RecordingWriter open(String host, String bootId) throws RecordingException;
}
