package io.culprit.cli;

import io.culprit.record.sample.Amounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    @Override
    public Integer call() throws CannotDo {
        try {
            return new RecordRun(request()).run();
        } catch (WrongUsage e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    RecordRequest request() {
        return new RecordRequest(
                options.changes(),
                store.given(),
                Optional.ofNullable(config),
                Optional.ofNullable(length).map(this::length),
                source,
                quiet);
    }

    private Duration length(String text) {
        return Amounts.length(text)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--for '" + text + "' is no length of time: write 90s, 10m, 12h or 7d"));
    }
}
