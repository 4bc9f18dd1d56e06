package io.culprit.cli;

import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.sample.Recorder;
import io.culprit.record.sample.RecorderSettings;
import io.culprit.record.spike.DiagnoseChild;
import io.culprit.record.spike.NamedProcesses;
import io.culprit.record.spike.SpikeDirectory;
import io.culprit.record.spike.SpikeWatch;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Watches each sample for a spike, and has it investigated while it lasts. */
final class SpikeDuty implements Recorder.Onlooker, AutoCloseable {
    /** What was usual last week is read once the recorder's own start is over, and long before the first spike can be told. */
    private static final long LEARN_AFTER_MILLIS = 120_000;

    private static final long EXPIRE_EVERY_MILLIS = 3_600_000;

    /** Set by the launcher: an investigation is started as a person would start it, with the same cache. */
    private static final String LAUNCHER = "CULPRIT_LAUNCHER";

    private final Path store;
    private final NamedProcesses processes;
    private final Recorder.Voice voice;
    private final SpikeWatch watch = new SpikeWatch(SpikeWatch.Settings.usual());
    private final DiagnoseChild child;
    private final long learnAt = System.currentTimeMillis() + LEARN_AFTER_MILLIS;
    private final SpikeDirectory kept;
    private final Duration keep;
    private boolean learning;
    private long expireAt;

    SpikeDuty(Path store, RecorderSettings settings, NamedProcesses processes, Recorder.Voice voice) {
        this.store = store;
        kept = new SpikeDirectory(store);
        keep = settings.keep();
        this.processes = processes;
        this.voice = voice;
        String launcher = System.getenv(LAUNCHER);
        List<String> command = launcher == null ? List.of() : List.of(launcher);
        child = new DiagnoseChild(new DiagnoseChild.Settings(store, command, settings.spikesPerDay()));
    }

    @Override
    public void sampled(Frame frame) {
        if (!learning && frame.wallMillis() >= learnAt) {
            learning = true;
            Thread.ofPlatform().daemon().name("learn what is usual").start(this::learn);
        }
        if (frame.bootMillis() >= expireAt) {
            expireAt = frame.bootMillis() + EXPIRE_EVERY_MILLIS;
            expire(frame.wallMillis() - keep.toMillis());
        }
        watch.sample(frame, processes).ifPresent(spike -> tell(child.start(spike)));
        Optional<RecordingEvent> failed = child.poll();
        failed.ifPresent(this::tell);
    }

    private void expire(long beforeMillis) {
        try {
            kept.expire(beforeMillis);
        } catch (IOException e) {
            voice.say("cannot give up old spikes in " + store + ": " + e.getMessage());
        }
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
