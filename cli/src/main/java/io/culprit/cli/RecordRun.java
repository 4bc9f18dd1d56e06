package io.culprit.cli;

import io.culprit.kernel.bpf.LayoutFile;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Signals;
import io.culprit.record.sample.Amounts;
import io.culprit.record.sample.Health;
import io.culprit.record.sample.LiveSettings;
import io.culprit.record.sample.Recorder;
import io.culprit.record.sample.RecorderSettings;
import io.culprit.record.sample.SettingsFile;
import io.culprit.record.sample.Sources;
import io.culprit.record.spike.NamedProcesses;
import io.culprit.record.store.Limits;
import io.culprit.record.store.Origin;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import io.culprit.report.SafeText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Records until somebody ends it, or its time is over. */
final class RecordRun {
    /** The loop ends within one sample; a disk that hangs must not keep the host from shutting down. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Longer than any host is up. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private static final String LAYOUT = "kernel-layout";
    private static final String BUILT_LAYOUT = "culprit.layout";
    private static final double MICROS = 1e6;
    private static final double MIB = 1024 * 1024;

    private final RecordRequest request;
    private final AtomicBoolean reload = new AtomicBoolean();
    private volatile @Nullable Recorder current;
    private volatile boolean ending;

    RecordRun(RecordRequest request) {
        this.request = request;
    }

    /** @return exit status */
    int run() throws CannotDo, WrongUsage {
        Duration left = request.length().orElse(FOREVER);
        LiveSettings settings = new LiveSettings(
                request.config().orElse(SettingsFile.USUAL), request.config().isPresent(), request.settings());
        Optional<String> wrong = settings.load();
        if (wrong.isPresent()) {
            throw new WrongUsage(wrong.get());
        }
        Signals.onHangup(this::askForReload);
        try (Signals.Work _ = Signals.stopInOrder(this::askForEnd, PATIENCE)) {
            Path directory = request.store().or(settings.current()::store).orElseGet(UsualStore::directory);
            LayoutFile layout = layoutIn(directory);
            SourceChoice.Opened opened = request.source().open(layout);
            opened.whyNotBpf()
                    .ifPresent(why -> tell("the BPF iterator is refused (" + why + "): /proc costs some times more"));
            try (Sources sources = opened.sources()) {
                record(settings, sources, layout, directory, left);
            }
        } catch (InterruptedException e) {
            throw new CannotDo("interrupted");
        }
        return Exit.NOTHING_FOUND;
    }

    /** A round for each reading of the configuration. */
    private void record(LiveSettings settings, Sources sources, LayoutFile layout, Path directory, Duration left)
            throws CannotDo, InterruptedException {
        long end = System.nanoTime() + Math.min(left.toNanos(), Long.MAX_VALUE / 2);
        String bootId = read("/proc/sys/kernel/random/boot_id");
        Origin origin = new Origin(read("/proc/sys/kernel/hostname"), bootId, Built.version());
        do {
            RecorderSettings now = settings.current();
            try (NamedProcesses writer = new NamedProcesses(
                            RecordingDirectory.write(directory, origin, new Limits(now.keep(), now.maxBytes())));
                    SpikeDuty spikes = new SpikeDuty(directory, now, writer, this::complain);
                    Recorder recorder = new Recorder(writer, sources, bootId, now.every(), this::complain, spikes)) {
                layout.save();
                current = recorder;
                if (!ending) {
                    tell("recording every " + Amounts.words(now.every()) + " to " + directory + ", from "
                            + sources.method());
                    recorder.run(Duration.ofNanos(end - System.nanoTime()));
                }
                tell(words(recorder.health()));
            } catch (RecordingException e) {
                throw new CannotDo(String.valueOf(e.getMessage()));
            }
        } while (again(settings));
    }

    /** Beside the recording; the build may have made one as well, for a recording that is new. */
    private static LayoutFile layoutIn(Path directory) {
        Path own = directory.resolve(LAYOUT);
        String built = System.getProperty(BUILT_LAYOUT);
        return new LayoutFile(built == null ? List.of(own) : List.of(own, Path.of(built)));
    }

    private boolean again(LiveSettings settings) {
        if (!reload.getAndSet(false) || ending) {
            return false;
        }
        settings.reload().ifPresent(this::complain);
        return true;
    }

    private static String words(Health h) {
        return String.format(
                Locale.ROOT,
                "recorded %d samples of %d processes, %d late, %d lost; used %.2f s of CPU and %.0f MiB of memory",
                h.taken(),
                h.processes(),
                h.late(),
                h.lost(),
                h.cpuMicros() / MICROS,
                h.rssBytes() / MIB);
    }

    private static String read(String path) throws CannotDo {
        Read<String> text = KernelFile.text(path);
        return text.asOptional().orElseThrow(() -> new CannotDo(text.why()));
    }

    private void askForReload() {
        reload.set(true);
        stopCurrent();
    }

    private void askForEnd() {
        ending = true;
        stopCurrent();
    }

    private void stopCurrent() {
        Recorder recorder = current;
        if (recorder != null) {
            recorder.stop();
        }
    }

    private void tell(String line) {
        if (!request.quiet()) {
            complain(line);
        }
    }

    private void complain(String line) {
        System.err.println("culprit record: " + SafeText.of(line));
    }
}
