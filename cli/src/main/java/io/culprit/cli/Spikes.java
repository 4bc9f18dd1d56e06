package io.culprit.cli;

import io.culprit.diagnose.Judgement;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.spike.SpikeDirectory;
import io.culprit.record.spike.StoredSpike;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import io.culprit.report.EvidenceFile;
import io.culprit.report.SpikeEntry;
import io.culprit.report.SpikeEntry.Headline;
import io.culprit.report.SpikeReport;
import io.culprit.report.Style;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code culprit spikes}: what the recorder noticed, and what its investigations found. */
@Command(
        name = "spikes",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Lists the spikes that the recorder noticed: when, what rose from where to where, who rose most, and what the"
                    + " investigation found that the recorder made while it lasted."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:they were listed, or there were none",
            "2:the command line is wrong",
            "3:it could not be done: one line on stderr says why"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  culprit spikes --since 7d              those of the last week",
            "  culprit spikes --format json           for a script (docs/spikes.schema.json)"
        })
final class Spikes implements Callable<Integer> {
    enum Format {
        table,
        json
    }

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (default) or json.")
    private Format format = Format.table;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the list there instead of to standard output.")
    private @Nullable Path output;

    @Override
    public Integer call() throws CannotDo {
        TimeRange asked = range.range(store);
        Path directory = store.directory();
        List<SpikeEntry> entries = new ArrayList<>();
        for (StoredSpike s : stored(directory, asked)) {
            entries.add(entry(s));
        }
        if (entries.isEmpty() && format == Format.table) {
            System.err.println("culprit: the recorder noticed no spike"
                    + (asked.equals(TimeRange.ALL) ? "" : " in that time") + "; the recording is " + directory);
            return Exit.NOTHING_FOUND;
        }
        try (Sink sink = Sink.at(output)) {
            sink.write(out -> {
                switch (format) {
                    case json -> SpikeReport.json(entries, out);
                    case table -> {
                        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                        SpikeReport.text(entries, writer, output == null ? new ReportOptions().style() : Style.plain());
                        writer.flush();
                    }
                }
            });
        }
        return Exit.NOTHING_FOUND;
    }

    private static List<StoredSpike> stored(Path directory, TimeRange asked) throws CannotDo {
        if (Files.notExists(directory)) {
            throw new CannotDo(
                    "there is no recording in " + directory + "; culprit record makes one, and --store names another");
        }
        try {
            List<StoredSpike> all = new SpikeDirectory(directory).list(asked);
            if (all.isEmpty()) {
                RecordingDirectory.require(directory);
            }
            return all;
        } catch (RecordingException e) {
            throw new CannotDo(e.getMessage() + "; culprit record makes one, and --store names another");
        } catch (AccessDeniedException e) {
            throw new CannotDo("cannot read the spikes in " + directory + ": permission denied; try as root");
        } catch (IOException e) {
            throw new CannotDo("cannot read the spikes in " + directory + ": " + e.getMessage());
        }
    }

    private static SpikeEntry entry(StoredSpike s) {
        List<Headline> findings = List.of();
        Optional<String> problem = s.problem();
        if (s.evidence().isPresent()) {
            // An investigation that was told to have failed and saved nevertheless is one.
            problem = Optional.empty();
            try {
                findings = Judgement.of(EvidenceFile.load(s.evidence().get())).findings().stream()
                        .map(Headline::of)
                        .toList();
            } catch (EvidenceFile.Unreadable e) {
                problem = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return new SpikeEntry(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        Instant.ofEpochMilli(s.spike().millis())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .atZone(ZoneId.systemDefault())),
                s.spike(),
                findings,
                s.evidence().map(Path::toString),
                problem);
    }
}
