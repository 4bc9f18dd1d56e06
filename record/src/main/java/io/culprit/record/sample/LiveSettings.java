package io.culprit.record.sample;

import io.culprit.record.sample.RecorderSettings.Changes;
import io.culprit.record.sample.SettingsFile.Reading;
import java.nio.file.Path;
import java.util.Optional;

/** The settings in force: those of the file, overridden by the command line; read again when somebody asks. Any thread. */
public final class LiveSettings {
    private final Path file;
    private final boolean mustExist;
    private final Changes options;
    private volatile RecorderSettings current = RecorderSettings.DEFAULT;

    /**
     * @param mustExist the user named the file
     * @param options of the command line
     */
    public LiveSettings(Path file, boolean mustExist, Changes options) {
        this.file = file;
        this.mustExist = mustExist;
        this.options = options;
    }

    public RecorderSettings current() {
        return current;
    }

    /** At the start. @return what is wrong with the file, one line: the program must not go on */
    public Optional<String> load() {
        // No switch over types here, nor elsewhere on the way to the first sample: each takes 2 ms of the start.
        Reading reading = SettingsFile.read(file, mustExist);
        if (reading instanceof Reading.Wrong(String message)) {
            return Optional.of(message);
        }
        if (reading instanceof Reading.Good(Changes changes)) {
            current = RecorderSettings.DEFAULT.with(changes).with(options);
        }
        return Optional.empty();
    }

    /**
     * Later on. The recording stays where it is until a restart.
     *
     * @return a warning, one line; what is wrong with the file leaves all settings as they were
     */
    public Optional<String> reload() {
        RecorderSettings before = current;
        Optional<String> wrong = load();
        if (wrong.isPresent()) {
            return wrong.map(w -> w + "; all settings stay as they were");
        }
        RecorderSettings now = current;
        if (now.store().equals(before.store())) {
            return Optional.empty();
        }
        current = new RecorderSettings(now.every(), now.keep(), now.maxBytes(), now.spikesPerDay(), before.store());
        return Optional.of("the recorder keeps its place until it is restarted: store in " + file + " was changed");
    }
}
