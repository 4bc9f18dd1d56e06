package io.culprit.record.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a file is, from how it begins; its name says nothing. */
sealed interface Detection {
    /** @param why on what ground, a few words */
    record Found(ImportFormat format, Dialect dialect, String why) implements Detection {}

    /** @param advice one line for a person */
    record Unknown(String advice) implements Detection {}

    /** How a format is written, where there is more than one way. */
    enum Dialect {
        LINES,
        SADF_JSON,
        SADF_TABLE
    }

    /** Cron logs begin with whatever was run first. */
    int LINES_SEEN = 400;

    /** @param head the first bytes */
    static Detection of(byte[] head) {
        Optional<String> binary = binary(head);
        if (binary.isPresent()) {
            return new Unknown(binary.get());
        }
        List<String> lines = lines(head);
        if (lines.isEmpty()) {
            return new Unknown("it is empty");
        }
        if (lines.stream().anyMatch(l -> l.startsWith("Mem: ") && l.contains(" shrd, "))) {
            return new Unknown("it is output of the top of busybox, which prints neither times nor resident memory; log"
                    + " 'date; ps -o pid,ppid,rss,args' instead");
        }
        return sadf(lines)
                .or(() -> atop(lines))
                .or(() -> top(lines))
                .or(() -> sysstat(lines))
                .or(() -> ps(lines))
                .or(() -> csv(lines))
                .map(f -> (Detection) f)
                .orElseGet(() -> new Unknown(advice(lines)));
    }

    private static List<String> lines(byte[] head) {
        List<String> lines = new ArrayList<>();
        TextLines in = new TextLines(new ByteArrayInputStream(head));
        try {
            while (lines.size() < LINES_SEEN && in.next()) {
                if (!in.text().isBlank()) {
                    lines.add(in.text());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return lines;
    }

    private static Optional<Found> sadf(List<String> lines) {
        String first = lines.getFirst().strip();
        if (first.startsWith("{")) {
            boolean names = lines.stream().limit(20).anyMatch(l -> l.contains("\"sysstat\""));
            return names
                    ? Optional.of(new Found(ImportFormat.SAR, Dialect.SADF_JSON, "JSON that names sysstat"))
                    : Optional.empty();
        }
        return lines.stream().anyMatch(l -> l.startsWith(SadfTable.HEAD))
                ? Optional.of(new Found(ImportFormat.SAR, Dialect.SADF_TABLE, "a line begins with " + SadfTable.HEAD))
                : Optional.empty();
    }

    private static Optional<Found> atop(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ", 7);
            if (words.length == 7
                    && AtopLog.LABELS.contains(words[0])
                    && Numbers.whole(words[2]) > 0
                    && words[3].matches("\\d{4}/\\d{2}/\\d{2}")) {
                return Optional.of(new Found(
                        ImportFormat.ATOP, Dialect.LINES, "a line of label, host, epoch, date and time: " + words[0]));
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> top(List<String> lines) {
        return lines.stream().anyMatch(l -> TopLog.SUMMARY.matcher(l).matches())
                ? Optional.of(new Found(ImportFormat.TOP, Dialect.LINES, "a line begins with \"top - \" and the time"))
                : Optional.empty();
    }

    private static Optional<Found> sysstat(List<String> lines) {
        if (lines.stream()
                .anyMatch(l -> PidstatLog.isHeader(l)
                        && (l.startsWith("#") || ClockWords.of(l).isPresent()))) {
            return Optional.of(
                    new Found(ImportFormat.PIDSTAT, Dialect.LINES, "a header with the time, PID and Command"));
        }
        return lines.stream()
                        .limit(20)
                        .anyMatch(l -> Banner.of(l, Optional.empty()).isPresent())
                ? Optional.of(new Found(ImportFormat.SAR, Dialect.LINES, "the first line is that of sysstat"))
                : Optional.empty();
    }

    private static Optional<Found> ps(List<String> lines) {
        return lines.stream().anyMatch(PsColumn::isHeader)
                ? Optional.of(new Found(ImportFormat.PS, Dialect.LINES, "a header of ps with PID"))
                : Optional.empty();
    }

    private static Optional<Found> csv(List<String> lines) {
        String header =
                lines.stream().filter(l -> !l.startsWith("#")).findFirst().orElse("");
        char separator = CsvRecord.separator(header);
        List<String> fields = new ArrayList<>();
        CsvRecord.split(header, separator, fields);
        boolean time = fields.stream().anyMatch(f -> is(f, CsvColumn.Role.TIME));
        boolean pid = fields.stream().anyMatch(f -> is(f, CsvColumn.Role.PID));
        return time && pid
                ? Optional.of(new Found(ImportFormat.CSV, Dialect.LINES, "a header with the columns time and pid"))
                : Optional.empty();
    }

    private static boolean is(String head, CsvColumn.Role role) {
        return CsvColumn.of(head).filter(c -> c.role() == role).isPresent();
    }

    private static Optional<String> binary(byte[] b) {
        if (b.length < 4) {
            return Optional.empty();
        }
        int first = (b[0] & 0xff) | (b[1] & 0xff) << 8 | (b[2] & 0xff) << 16 | (b[3] & 0xff) << 24;
        if ((first & 0xffff) == 0xd596) {
            return Optional.of("it is a binary file of sar; import what 'sadf -j FILE -- -A' prints");
        }
        if (first == 0xfeedbeef) {
            return Optional.of("it is a binary log of atop; import what 'atop -r FILE -P ALL' prints");
        }
        if (first == 0xfd2fb528 || (first & 0xffffff) == 0x685a42 || first == 0x587a37fd) {
            return Optional.of("it is compressed with zstd, bzip2 or xz; unpack it first (gzip is read as it is)");
        }
        return Optional.empty();
    }

    private static String advice(List<String> lines) {
        if (lines.stream().anyMatch(l -> Moments.inLine(l).isPresent())) {
            return "it has times, and no header says which column is which; log ps with its header, once is enough";
        }
        return "it is none of ps, pidstat, atop -P, top -b, sar, sadf and CSV with a header; --format says which it is";
    }
}
