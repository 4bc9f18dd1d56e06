package io.culprit.record.imports;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The way in: reads files in the order of their first samples and writes one recording of them. */
public final class Imports {
    /** Formats show themselves in the first block, and a block of ps on a large host is as long as this. */
    private static final int HEAD_BYTES = 1 << 20;

    /** @param opened where it can be opened only once */
    private record Part(
            ImportSource source,
            Detection.Found what,
            Reading reading,
            OptionalLong firstMillis,
            Optional<InputStream> opened,
            Optional<String> note) {}

    private final ImportRequest request;
    private final List<ImportedFile> files = new ArrayList<>();

    private Imports(ImportRequest request) {
        this.request = request;
    }

    /** Closes what it opens. Nothing is written when nothing could be read. */
    public static ImportOutcome run(ImportRequest request, Destination destination) {
        return new Imports(request).run(destination);
    }

    private ImportOutcome run(Destination destination) {
        List<Part> parts = new ArrayList<>();
        for (ImportSource source : request.sources()) {
            try {
                parts.add(examine(source));
            } catch (IOException e) {
                return new ImportOutcome.Refused(cannotRead(source, e), files);
            } catch (ImportStopped e) {
                return new ImportOutcome.Refused(String.valueOf(e.getMessage()), files);
            }
        }
        // One whose first time is not to be found keeps its place behind the others.
        parts.sort(Comparator.comparingLong(p -> p.firstMillis.orElse(Long.MAX_VALUE)));
        try (Intake intake =
                new Intake(destination, request.host(), parts.getFirst().source.stem())) {
            for (Part part : parts) {
                try {
                    read(part, intake);
                } catch (IOException e) {
                    return new ImportOutcome.Refused(cannotRead(part.source, e), files);
                }
            }
            return intake.finish(files)
                    .<ImportOutcome>map(ImportOutcome.Done::new)
                    .orElseGet(() -> new ImportOutcome.Refused("nothing in " + names() + " can be recorded", files));
        } catch (ImportStopped e) {
            return new ImportOutcome.Refused(String.valueOf(e.getMessage()), files);
        }
    }

    private Part examine(ImportSource source) throws IOException {
        InputStream in = source.open(HEAD_BYTES);
        boolean keep = !source.again();
        try {
            if (keep && request.sources().size() > 1) {
                throw new ImportStopped("standard input is read alone, without other files");
            }
            in.mark(HEAD_BYTES);
            byte[] head = ImportSource.head(in, HEAD_BYTES);
            Detection.Found what = what(source, head);
            Optional<LocalDate> date = request.date();
            Optional<String> note = Optional.empty();
            if (what.format() == ImportFormat.TOP
                    && date.isEmpty()
                    && !keep
                    && source.modified().isPresent()) {
                try (InputStream whole = source.open(HEAD_BYTES)) {
                    date = TopDays.first(whole, source.modified().get(), request.zone());
                }
                note = date.map(d -> "top prints no date; its first day is taken as " + d
                        + ", by when the file was written (--date)");
            }
            Reading reading = new Reading(what, request.zone(), date, source.modified());
            OptionalLong first = reading.firstTime(head);
            if (keep) {
                in.reset();
            }
            return new Part(source, what, reading, first, keep ? Optional.of(in) : Optional.empty(), note);
        } finally {
            if (!keep) {
                in.close();
            }
        }
    }

    private Detection.Found what(ImportSource source, byte[] head) {
        Detection detection = Detection.of(head);
        if (request.format().isPresent()) {
            ImportFormat wanted = request.format().get();
            boolean same = detection instanceof Detection.Found(ImportFormat f, var dialect, String why) && f == wanted;
            return same
                    ? (Detection.Found) detection
                    : new Detection.Found(wanted, Detection.Dialect.LINES, "--format says so");
        }
        return switch (detection) {
            case Detection.Found found -> found;
            case Detection.Unknown(String advice) ->
                throw new ImportStopped("cannot tell what " + source.name() + " is: " + advice);
        };
    }

    private void read(Part part, Intake intake) throws IOException {
        Tally tally = new Tally();
        String words = part.what.format().words();
        intake.file(tally, "imported from " + part.source.stem() + ", " + words);
        part.note.ifPresent(tally::note);
        try (InputStream in = part.opened.isPresent() ? part.opened.get() : part.source.open(HEAD_BYTES)) {
            part.reading.read(in, intake, tally);
        } finally {
            intake.endOfFile();
            files.add(tally.file(part.source.name(), words, part.what.why()));
        }
    }

    private String names() {
        List<String> names = request.sources().stream().map(ImportSource::name).toList();
        return names.size() == 1 ? names.getFirst() : names.size() + " files";
    }

    private static String cannotRead(ImportSource source, IOException e) {
        String why = e instanceof java.nio.file.NoSuchFileException
                ? "it does not exist"
                : e instanceof java.nio.file.AccessDeniedException
                        ? "permission denied"
                        : String.valueOf(e.getMessage());
        return "cannot read " + source.name() + ": " + why;
    }
}
