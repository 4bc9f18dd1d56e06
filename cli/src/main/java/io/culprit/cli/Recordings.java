package io.culprit.cli;

import io.culprit.model.recording.Recording;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import java.nio.file.Path;
import java.util.List;

/** The way to a recording for the commands that read one. */
final class Recordings {
    /** In one line of an error; {@code culprit history --info} lists all where there are samples. */
    private static final int MOST_DAMAGE = 3;

    private Recordings() {}

    /** @throws CannotDo when there is none, or it holds no sample yet */
    static Recording open(Path directory) throws CannotDo {
        Recording recording = read(directory);
        if (recording.overview().isEmpty()) {
            List<String> damage = recording.damage();
            recording.close();
            throw new CannotDo(
                    damage.isEmpty()
                            ? "the recording in " + directory + " holds no sample yet: is 'culprit record' running?"
                            : "the recording in " + directory + " holds no sample that can be read: "
                                    + String.join("; ", damage.subList(0, Math.min(MOST_DAMAGE, damage.size()))));
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
