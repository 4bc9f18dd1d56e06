package io.culprit.record.imports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;

/** top prints no date: the file was written on the day of its last sample, so the first is as many midnights before. */
final class TopDays {
    private static final int MIDNIGHT_SECONDS = 43_200;

    /** The last sample is printed before the file is closed, by clocks that may differ. */
    private static final int SLACK_SECONDS = 120;

    private TopDays() {}

    /** @return the date of the first sample, empty when there is none */
    static Optional<LocalDate> first(InputStream in, Instant modified, ZoneId zone) throws IOException {
        TextLines lines = new TextLines(in);
        int midnights = 0;
        int last = -1;
        while (lines.next()) {
            Matcher m = TopLog.SUMMARY.matcher(lines.text());
            if (m.matches() && Moments.inLine(m.group(1)).orElse(null) instanceof Moment.OfDay(LocalTime time)) {
                int second = time.toSecondOfDay();
                midnights += last - second > MIDNIGHT_SECONDS ? 1 : 0;
                last = second;
            }
        }
        if (last < 0) {
            return Optional.empty();
        }
        ZonedDateTime written = modified.atZone(zone);
        boolean dayBefore = last > written.toLocalTime().toSecondOfDay() + SLACK_SECONDS;
        return Optional.of(written.toLocalDate().minusDays(midnights + (dayBefore ? 1 : 0)));
    }
}
