package io.culprit.cli;

import io.culprit.model.recording.Recording;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import java.nio.file.Path;

/** The way to a recording for the commands that read one. */
final class Recordings {
    private Recordings() {}

    /** @throws CannotDo when there is none, or it holds no sample yet */
    static Recording open(Path directory) throws CannotDo {
        Recording recording = read(directory);
        if (recording.overview().isEmpty()) {
            recording.close();
            throw new CannotDo("the recording in " + directory + " holds no sample yet: is 'culprit record' running?");
        }
        return recording;
    }

    private static Recording read(Path directory) throws CannotDo {
        try {
            return RecordingDirectory.read(directory);
        } catch (RecordingException e) {
            throw new CannotDo(e.getMessage() + " (make one with 'culprit record', or name another with --store)");
        }
    }
}
