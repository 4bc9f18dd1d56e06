package io.culprit.cli;

import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.sample.Recorder;
import io.culprit.record.spike.DiagnoseChild;
import io.culprit.record.spike.NamedProcesses;
import io.culprit.record.spike.SpikeWatch;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Watches each sample for a spike, and has it investigated while it lasts. */
final class SpikeDuty implements Recorder.Onlooker, AutoCloseable {
    /** What was usual last week is read once the recorder's own start is over, and long before the first spike can be told. */
    private static final long LEARN_AFTER_MILLIS = 120_000;

    /** Set by the launcher: an investigation is started as a person would start it, with the same cache. */
    private static final String LAUNCHER = "CULPRIT_LAUNCHER";

    private final Path store;
    private final NamedProcesses processes;
    private final Recorder.Voice voice;
    private final SpikeWatch watch = new SpikeWatch(SpikeWatch.Settings.usual());
    private final DiagnoseChild child;
    private final long learnAt = System.currentTimeMillis() + LEARN_AFTER_MILLIS;
    private boolean learning;

    SpikeDuty(Path store, int perDay, NamedProcesses processes, Recorder.Voice voice) {
        this.store = store;
        this.processes = processes;
        this.voice = voice;
        String launcher = System.getenv(LAUNCHER);
        List<String> command = launcher == null ? List.of() : List.of(launcher);
        child = new DiagnoseChild(new DiagnoseChild.Settings(store, command, perDay));
    }

    @Override
    public void sampled(Frame frame) {
        if (!learning && frame.wallMillis() >= learnAt) {
            learning = true;
            Thread.ofPlatform().daemon().name("learn what is usual").start(this::learn);
        }
        watch.sample(frame, processes).ifPresent(spike -> tell(child.start(spike)));
        Optional<RecordingEvent> failed = child.poll();
        failed.ifPresent(this::tell);
    }

    private void learn() {
        try (Recording recording = RecordingDirectory.read(store)) {
            watch.learn(recording, System.currentTimeMillis());
        } catch (RecordingException e) {
            voice.say("cannot learn from the recording what is usual here: " + e.getMessage());
        }
    }

    private void tell(RecordingEvent event) {
        processes.event(event);
        voice.say(event.text());
    }

    @Override
    public void close() {
        child.close();
    }
}
