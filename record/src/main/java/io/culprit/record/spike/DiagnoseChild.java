package io.culprit.record.spike;

import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.Spike;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Investigates a spike in a process of its own, since the recorder's memory is too small for it: one at a time, a few a day, and
 * never for longer than a bound. Used by the recorder's thread; nothing here waits for the child but {@link #close}.
 */
public final class DiagnoseChild implements AutoCloseable {
    /** An incident that keeps coming back is understood after the sixth. */
    public static final int USUAL_PER_DAY = 6;

    /** As long as an investigation that a person asks for. */
    private static final String WINDOW = "10s";
    /** Several times the window, for a host so busy that it starts slowly; what has not ended by then hangs. */
    private static final Duration LONGEST = Duration.ofSeconds(90);
    /** For taking down what it attached and what it has half written. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final long DAY_MILLIS = 24 * 3_600_000L;
    /** Of what it says on stderr: a line, in the worst case with a stack. */
    private static final int SHOWN_BYTES = 500;

    /** The launcher otherwise takes a better place in the queue, or builds: this is nobody who waits for an answer. */
    private static final String[] CALM = {"CULPRIT_NICE_OFF", "CULPRIT_BUILD_QUIET"};

    /**
     * @param store directory of the recording
     * @param command that starts Culprit, such as the launcher's path; empty for the way this program itself was started
     * @param perDay investigations within any 24 hours; 0 for none
     */
    public record Settings(Path store, List<String> command, int perDay) {
        public Settings {
            command = List.copyOf(command);
        }
    }

    private record Running(Process process, String name, Spike spike, long killAt, Optional<String> killed) {}

    private final Settings settings;
    private final SpikeDirectory directory;
    private final Duration longest;
    private final Deque<Long> started = new ArrayDeque<>();
    private @Nullable Running running;

    public DiagnoseChild(Settings settings) {
        this(settings, LONGEST);
    }

    DiagnoseChild(Settings settings, Duration longest) {
        this.settings = settings;
        this.longest = longest;
        directory = new SpikeDirectory(settings.store());
        try {
            long now = System.currentTimeMillis();
            directory.list(new TimeRange(now - DAY_MILLIS, now)).stream()
                    .filter(s -> s.evidence().isPresent())
                    .forEach(s -> started.add(s.spike().millis()));
        } catch (IOException e) {
            // Whatever hinders the reading will hinder the writing, and is told then.
        }
    }

    /** Keeps the spike and begins its investigation, unless it may not; the event is for the recording, and says which. */
    public RecordingEvent start(Spike spike) {
        Optional<String> not = whyNot(spike.millis());
        Optional<String> trouble;
        try {
            String name = directory.add(spike, not);
            trouble = not.isPresent() ? not : launch(name, spike);
            if (not.isEmpty() && trouble.isPresent()) {
                directory.write(name, spike, trouble);
            }
        } catch (IOException e) {
            trouble = Optional.of("could not be kept: " + words(e));
        }
        return new RecordingEvent(
                spike.millis(),
                RecordingEvent.Kind.SPIKE,
                SpikeText.words(spike)
                        + trouble.map(t -> "; not investigated: " + t).orElse(""));
    }

    private Optional<String> whyNot(long now) {
        while (!started.isEmpty() && started.peekFirst() <= now - DAY_MILLIS) {
            started.removeFirst();
        }
        if (settings.perDay() <= 0) {
            return Optional.of("investigations are switched off");
        }
        if (running != null) {
            return Optional.of("the one before is still under way");
        }
        return started.size() >= settings.perDay()
                ? Optional.of(settings.perDay() + " within 24 hours were enough")
                : Optional.empty();
    }

    private Optional<String> launch(String name, Spike spike) {
        List<String> command = new ArrayList<>(settings.command().isEmpty() ? OwnCommand.get() : settings.command());
        command.addAll(List.of(
                "diagnose",
                "--quiet",
                "--for",
                WINDOW,
                "--save",
                directory.evidence(name).toAbsolutePath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        for (String variable : CALM) {
            builder.environment().put(variable, "1");
        }
        try {
            Process process = builder.start();
            started.add(spike.millis());
            running = new Running(process, name, spike, System.nanoTime() + longest.toNanos(), Optional.empty());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(words(e));
        }
    }

    /**
     * Looks after the child; to be called at each sample.
     *
     * @return an event for the recording, when an investigation has failed
     */
    public Optional<RecordingEvent> poll() {
        Running child = running;
        if (child == null) {
            return Optional.empty();
        }
        if (child.process().isAlive()) {
            if (System.nanoTime() - child.killAt() < 0) {
                return Optional.empty();
            }
            running = kill(child);
            return Optional.empty();
        }
        running = null;
        boolean saved = Files.isRegularFile(directory.evidence(child.name()));
        if (saved) {
            return Optional.empty();
        }
        String why = child.killed()
                .orElseGet(() -> "it ended with status " + child.process().exitValue() + said(child.process()));
        try {
            directory.write(child.name(), child.spike(), Optional.of(why));
        } catch (IOException e) {
            why += "; and this could not be kept: " + words(e);
        }
        return Optional.of(new RecordingEvent(
                System.currentTimeMillis(),
                RecordingEvent.Kind.SPIKE,
                "the investigation of " + SpikeText.words(child.spike()) + " failed: " + why));
    }

    boolean busy() {
        return running != null;
    }

    /** First the way that lets it tidy up, then the other. */
    private Running kill(Running child) {
        if (child.killed().isEmpty()) {
            child.process().descendants().forEach(ProcessHandle::destroy);
            child.process().destroy();
        } else {
            child.process().descendants().forEach(ProcessHandle::destroyForcibly);
            child.process().destroyForcibly();
        }
        return new Running(
                child.process(),
                child.name(),
                child.spike(),
                System.nanoTime() + GRACE.toNanos(),
                Optional.of("it was not done after " + longest.toSeconds() + " s and was ended"));
    }

    private static String said(Process process) {
        try {
            byte[] head = process.getErrorStream().readNBytes(SHOWN_BYTES);
            String text = SpikeText.oneLine(new String(head, StandardCharsets.UTF_8).strip());
            return text.isEmpty() ? "" : ": " + text;
        } catch (IOException e) {
            return "";
        }
    }

    private static String words(IOException e) {
        return SpikeText.oneLine(String.valueOf(e.getMessage()));
    }

    /** Ends a running investigation; waits for it a few seconds at most. */
    @Override
    public void close() {
        Running child = running;
        if (child == null) {
            return;
        }
        try {
            for (int tries = 0; tries < 2 && child.process().isAlive(); tries++) {
                child = kill(child);
                child.process().waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            child.process().destroyForcibly();
            Thread.currentThread().interrupt();
        }
        running = null;
        if (Files.isRegularFile(directory.evidence(child.name()))) {
            return;
        }
        try {
            directory.write(child.name(), child.spike(), Optional.of("the recorder ended, or began anew, meanwhile"));
        } catch (IOException e) {
            // It stays a spike without a word on its investigation; whoever ends us waits.
        }
    }
}
