package io.culprit.report;

import io.culprit.model.recording.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and lengths of a recording, on the clock of whoever reads. */
final class Moments {
    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;
    private final boolean days;

    /** @param range decides whether a moment needs its date */
    Moments(TimeRange range, ZoneId zone) {
        this.zone = zone;
        days = !local(range.fromMillis())
                .toLocalDate()
                .equals(local(range.toMillis()).toLocalDate());
    }

    private ZonedDateTime local(long millis) {
        try {
            return Instant.ofEpochMilli(millis).atZone(zone);
        } catch (DateTimeException e) {
            return Instant.EPOCH.atZone(zone);
        }
    }

    /** {@code 11-23 03:12}, or {@code 03:12:05} where all is of one day. */
    String of(long millis) {
        return (days ? DAY : CLOCK).format(local(millis));
    }

    String whole(long millis) {
        return WHOLE.format(local(millis));
    }

    /** {@code 2026-11-19 15:00:00 - 2026-11-24 15:00:00 Europe/Berlin (5 days)} */
    String between(TimeRange range) {
        return whole(range.fromMillis()) + " - " + whole(range.toMillis()) + " " + zone.getId() + " ("
                + length(range.toMillis() - range.fromMillis()) + ")";
    }

    /** {@code 10 s}, {@code 42 min}, {@code 5 h 12 min}, {@code 13 days}. */
    static String length(long millis) {
        Duration length = Duration.ofMillis(Math.max(0, millis));
        if (length.toSeconds() < 60) {
            return Figures.decimal(length.toMillis() / 1000.0, length.toMillis() % 1000 == 0 ? 0 : 1) + " s";
        }
        return length.toDays() >= 2
                ? length.toDays() + " days" + (length.toHoursPart() > 0 ? " " + length.toHoursPart() + " h" : "")
                : Figures.uptime(length.toSeconds());
    }
}
