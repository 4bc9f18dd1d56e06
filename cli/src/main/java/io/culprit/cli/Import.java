package io.culprit.cli;

import io.culprit.record.imports.ImportFormat;
import io.culprit.record.imports.ImportOutcome;
import io.culprit.record.imports.ImportRequest;
import io.culprit.record.imports.ImportSource;
import io.culprit.record.imports.ImportedFile;
import io.culprit.record.imports.Imports;
import io.culprit.record.store.Limits;
import io.culprit.record.store.Origin;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingWriter;
import io.culprit.report.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code culprit import}: a recording of what other tools wrote. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Makes a recording of what you already have: a cron log of ps, pidstat, atop -P, top -b, sar, sadf or CSV.",
            "What a file is shows in its content; gzip is unpacked. Secrets in command lines are masked."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:imported; lines that could not be used were reported",
            "2:the command line is wrong",
            "3:nothing could be used, it could not be written, or --strict and something was wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  culprit import ps.log.2.gz ps.log.1.gz ps.log --into /tmp/server1",
            "  atop -r /var/log/atop/atop_20261124 -P ALL | culprit import - --into /tmp/a",
            "  culprit import top.txt --date 2026-11-20 --zone Europe/Berlin --into /tmp/t"
        })
final class Import implements Callable<Integer> {
    /** An import is as old as what it imports, and as large as that makes it. */
    private static final Limits NO_LIMITS = new Limits(Duration.ofDays(365_000), Long.MAX_VALUE);

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to import; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--into",
            paramLabel = "DIR",
            required = true,
            description = "The recording to make: a directory that is empty or does not exist.")
    @SuppressWarnings("NullAway.Init") // Required: picocli refuses the command line without it.
    private Path into;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "auto, ps, pidstat, atop, top, sar or csv (default: auto).")
    private String format = "auto";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Of times that name none: Europe/Berlin, UTC, +01:00 (default: this host's).")
    private @Nullable String zone;

    @Option(
            names = "--date",
            paramLabel = "DATE",
            description = "Of the first sample, where the file does not say it: 2026-11-20.")
    private @Nullable String date;

    @Option(names = "--host", paramLabel = "NAME", description = "Whose recording it is (default: as the file says).")
    private @Nullable String host;

    @Option(names = "--strict", description = "Exit with 3 when any line could not be used or was put right.")
    private boolean strict;

    @Spec
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Override
    public Integer call() throws CannotDo {
        ImportRequest request = new ImportRequest(
                sources(), format(), zone(), date(), Optional.ofNullable(host).filter(h -> !h.isBlank()));
        refuseUsed();
        PrintWriter out = spec.commandLine().getOut();
        return switch (Imports.run(request, this::open)) {
            case ImportOutcome.Done(var summary) -> {
                new ImportReport(out, request.zone()).write(summary, into);
                if (strict && !summary.flawless()) {
                    throw new CannotDo("--strict: not all of it could be used as it is; what could is in " + into);
                }
                yield Exit.NOTHING_FOUND;
            }
            case ImportOutcome.Refused(String why, List<ImportedFile> read) -> {
                new ImportReport(out, request.zone()).files(read);
                throw new CannotDo(why);
            }
        };
    }

    private RecordingWriter open(String host, String bootId) throws io.culprit.record.store.RecordingException {
        return RecordingDirectory.write(into, new Origin(host, bootId, Built.version()), NO_LIMITS, false);
    }

    /** The live recording of a host is never mixed with one that was imported. */
    private void refuseUsed() throws CannotDo {
        if (!Files.exists(into)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(into)) {
            if (entries.iterator().hasNext()) {
                throw new CannotDo("cannot import into " + into + ": it is not empty; name a new directory");
            }
        } catch (IOException e) {
            throw new CannotDo("cannot import into " + into + ": it is no directory that can be read");
        }
    }

    private List<ImportSource> sources() {
        return files.stream().map(Import::source).toList();
    }

    private static ImportSource source(String file) {
        if (file.equals("-")) {
            return new ImportSource("standard input", Optional.empty(), () -> System.in, false);
        }
        Path path = Path.of(file);
        Optional<Instant> modified = Optional.empty();
        try {
            modified = Optional.of(Files.getLastModifiedTime(path).toInstant());
        } catch (IOException e) {
            // Told when it is opened.
        }
        return new ImportSource(file, modified, () -> Files.newInputStream(path), !special(path));
    }

    /** A pipe is read once. */
    private static boolean special(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private Optional<ImportFormat> format() {
        if (format.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(ImportFormat.of(format)
                .orElseThrow(() ->
                        wrong("--format " + format + ": the formats are auto, ps, pidstat, atop, top, sar, csv")));
    }

    private ZoneId zone() {
        try {
            return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw wrong("--zone " + zone + " is no time zone: write Europe/Berlin, UTC or +01:00");
        }
    }

    private Optional<LocalDate> date() {
        try {
            return Optional.ofNullable(date).map(LocalDate::parse);
        } catch (DateTimeException e) {
            throw wrong("--date " + date + " is no date: write 2026-11-20");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), SafeText.of(message));
    }
}
