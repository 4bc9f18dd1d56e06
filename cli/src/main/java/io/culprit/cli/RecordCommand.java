package io.culprit.cli;

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
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code culprit record}: samples all processes until somebody ends it. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Samples every process of this host, and the host itself, until it is ended; days of it are kept.",
            "CPU, memory, swap, threads, descriptors, sockets, faults, switches, bytes read and written.",
            "SIGTERM and Ctrl-C end it after the sample that it is at; SIGHUP rereads the configuration."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was ended, and what it took is stored",
            "2:the command line or the configuration is wrong",
            "3:it could not be done: one line on stderr says why"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  culprit record                           every 10 s, a week is kept",
            "  culprit record --every 1s --keep 1d      closer, for a day",
            "  culprit install                          as a service that starts with the host",
            "  culprit history --info                   how the recording and the recorder fare"
        })
final class RecordCommand implements Callable<Integer> {
    /** The loop ends within one sample; a disk that hangs must not keep the host from shutting down. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Longer than any host is up. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private static final double MICROS = 1e6;
    private static final double MIB = 1024 * 1024;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final SettingOptions options = new SettingOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration (default: /etc/culprit/record.conf if it is there). Options override it.")
    private @Nullable Path config;

    @Option(names = "--for", paramLabel = "TIME", description = "End after that long: 90s, 12h (default: never).")
    private @Nullable String length;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "How to read processes: auto (default: bpf where it is permitted), bpf, or proc.")
    private SourceChoice source = SourceChoice.auto;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing on stderr but what went wrong.")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    private final AtomicBoolean reload = new AtomicBoolean();
    private volatile @Nullable Recorder current;
    private volatile boolean ending;

    @Override
    public Integer call() throws CannotDo {
        Duration left = length == null ? FOREVER : length(length);
        LiveSettings settings =
                new LiveSettings(config == null ? SettingsFile.USUAL : config, config != null, options.changes());
        settings.load().ifPresent(wrong -> {
            throw new ParameterException(spec.commandLine(), wrong);
        });
        Signals.onHangup(this::askForReload);
        try (Signals.Work _ = Signals.stopInOrder(this::askForEnd, PATIENCE)) {
            SourceChoice.Opened opened = source.open();
            opened.whyNotBpf()
                    .ifPresent(why -> tell("the BPF iterator is refused (" + why + "): /proc costs some times more"));
            try (Sources sources = opened.sources()) {
                record(settings, sources, left);
            }
        } catch (InterruptedException e) {
            throw new CannotDo("interrupted");
        }
        return Exit.NOTHING_FOUND;
    }

    /** A round for each reading of the configuration. */
    private void record(LiveSettings settings, Sources sources, Duration left) throws CannotDo, InterruptedException {
        long end = System.nanoTime() + Math.min(left.toNanos(), Long.MAX_VALUE / 2);
        String bootId = read("/proc/sys/kernel/random/boot_id");
        Origin origin = new Origin(read("/proc/sys/kernel/hostname"), bootId, Version.text());
        Path directory = settings.current().store().filter(d -> !store.given()).orElseGet(store::directory);
        do {
            RecorderSettings now = settings.current();
            try (NamedProcesses writer = new NamedProcesses(
                            RecordingDirectory.write(directory, origin, new Limits(now.keep(), now.maxBytes())));
                    SpikeDuty spikes = new SpikeDuty(directory, now, writer, this::complain)) {
                Recorder recorder = new Recorder(writer, sources, bootId, now.every(), this::complain, spikes);
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

    private Duration length(String text) {
        return Amounts.length(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--for '" + text + "' is no length of time: write 90s, 10m, 12h or 7d"));
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
        if (!quiet) {
            complain(line);
        }
    }

    private void complain(String line) {
        System.err.println("culprit record: " + SafeText.of(line));
    }
}
