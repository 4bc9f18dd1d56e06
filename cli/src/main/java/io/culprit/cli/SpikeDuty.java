package io.culprit.cli;

import io.culprit.model.recording.RecordingEvent;
import io.culprit.record.sample.Recorder;
import io.culprit.record.sample.RecorderSettings;
import io.culprit.record.spike.DiagnoseChild;
import io.culprit.record.spike.NamedProcesses;
import io.culprit.record.spike.SpikeDirectory;
import io.culprit.record.spike.SpikeWatch;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches each sample for a spike, has it investigated while it lasts, and keeps what is usual from one start to the next. */
final class SpikeDuty implements Recorder.Onlooker, AutoCloseable {
    /** Once the recorder's own start is over, and long before the first spike can be told. */
    private static final long LEARN_AFTER_MILLIS = 120_000;

    private static final long TIDY_EVERY_MILLIS = 3_600_000;
    private static final String LAUNCHER = "CULPRIT_LAUNCHER";

    private final Path store;
    private final NamedProcesses processes;
    private final Recorder.Voice voice;
    private final SpikeWatch watch = new SpikeWatch(SpikeWatch.Settings.usual());
    private final SpikeDirectory kept;
    private final Duration keep;
    /** By which investigations start as a person would start them, with the same cache. Empty where the jar was started alone. */
    private final List<String> launcher;

    private final DiagnoseChild child;
    private @Nullable Process learning;
    private boolean knows;
    private long learnAt;
    private long tidyAt;

    SpikeDuty(Path store, RecorderSettings settings, NamedProcesses processes, Recorder.Voice voice) {
        this.store = store;
        this.processes = processes;
        this.voice = voice;
        kept = new SpikeDirectory(store);
        keep = settings.keep();
        String own = System.getenv(LAUNCHER);
        launcher = own == null ? List.of() : List.of(own);
        child = new DiagnoseChild(new DiagnoseChild.Settings(store, launcher, settings.spikesPerDay()));
        knows = watch.recall(store) || !RecordingDirectory.holdsSealed(store);
    }

    @Override
    public void sampled(Frame frame) {
        long now = frame.bootMillis();
        if (tidyAt == 0) {
            tidyAt = now + TIDY_EVERY_MILLIS;
            learnAt = now + LEARN_AFTER_MILLIS;
            expire(frame.wallMillis());
        }
        if (now >= tidyAt) {
            tidyAt = now + TIDY_EVERY_MILLIS;
            remember();
            expire(frame.wallMillis());
        }
        if (!knows && now >= learnAt) {
            learn();
        }
        watch.sample(frame, processes).ifPresent(spike -> {
            tell(child.start(spike));
            // Who is killed in the incident must not tell the same once more.
            remember();
        });
        child.poll().ifPresent(this::tell);
    }

    /** In a process of its own: a week of a thousand processes does not fit into the recorder's memory. */
    private void learn() {
        Process running = learning;
        if (running == null) {
            if (launcher.isEmpty()) {
                knows = true;
                return;
            }
            try {
                ProcessBuilder builder = new ProcessBuilder(launcher.getFirst(), "learn", "--store", store.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
                builder.environment().put("CULPRIT_NICE_OFF", "1");
                learning = builder.start();
            } catch (IOException e) {
                knows = true;
                voice.say("cannot learn from the recording what is usual here: " + e.getMessage());
            }
        } else if (!running.isAlive()) {
            knows = true;
            learning = null;
            if (!watch.recall(store)) {
                voice.say("could not learn from the recording what is usual here (status " + running.exitValue()
                        + "): jobs of every night may count as spikes in the first week");
            }
        }
    }

    private void remember() {
        try {
            watch.remember(store);
        } catch (IOException e) {
            voice.say("cannot keep what is usual here in " + store + ": " + e.getMessage());
        }
    }

    private void expire(long nowMillis) {
        try {
            kept.expire(nowMillis - keep.toMillis());
        } catch (IOException e) {
            voice.say("cannot give up old spikes in " + store + ": " + e.getMessage());
        }
    }

    private void tell(RecordingEvent event) {
        processes.event(event);
        voice.say(event.text());
    }

    @Override
    public void close() {
        Process running = learning;
        if (running != null) {
            running.destroy();
        }
        child.close();
        remember();
    }
}
