package io.culprit.record.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one file by one format. */
final class Reading {
    private final Detection.Found what;
    private final ZoneId zone;
    private final Optional<LocalDate> date;
    private final Optional<Instant> modified;

    /** @param modified when the file was last written */
    Reading(Detection.Found what, ZoneId zone, Optional<LocalDate> date, Optional<Instant> modified) {
        this.what = what;
        this.zone = zone;
        this.date = date;
        this.modified = modified;
    }

    /** The time of the first sample, from how the file begins. */
    OptionalLong firstTime(byte[] head) {
        FirstTime first = new FirstTime();
        read(new ByteArrayInputStream(head), first, new Tally());
        return first.millis();
    }

    void read(InputStream in, Samples into, Tally tally) {
        Clock clock = new Clock(zone, date, modified, tally);
        if (what.dialect() == Detection.Dialect.SADF_JSON) {
            new SadfJson(into, clock, tally).read(in);
            return;
        }
        LineParser parser = parser(into, clock, tally);
        TextLines lines = new TextLines(in);
        try {
            while (lines.next()) {
                if (lines.cut()) {
                    tally.trouble(
                            lines.number(), "longer than " + TextLines.LONGEST_BYTES + " bytes; read up to there");
                }
                parser.line(lines.number(), lines.text());
            }
        } catch (IOException e) {
            tally.bad(lines.number() + 1, "cannot be read on: " + e.getMessage());
        }
        parser.end();
    }

    private LineParser parser(Samples into, Clock clock, Tally tally) {
        return switch (what.format()) {
            case PS -> new PsLog(into, clock, tally);
            case PIDSTAT -> new PidstatLog(into, clock, tally);
            case ATOP -> new AtopLog(into, tally);
            case TOP -> new TopLog(into, clock, tally);
            case SAR ->
                what.dialect() == Detection.Dialect.SADF_TABLE
                        ? new SadfTable(into, clock, tally)
                        : new SarText(into, clock, tally);
            case CSV -> new CsvLog(into, clock, tally);
        };
    }
}
