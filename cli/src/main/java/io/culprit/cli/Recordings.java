package io.culprit.cli;

import io.culprit.model.recording.Recording;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import java.nio.file.Path;

/** The one way by which commands open a recording. */
final class Recordings {
    private Recordings() {}

    static Recording open(Path directory) throws CannotDo {
        try {
            return RecordingDirectory.read(directory);
        } catch (RecordingException e) {
            throw new CannotDo(e.getMessage() + "; culprit record makes one, and --store names another");
        }
    }
}
