package io.culprit.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moments as people type them: {@code 5d} and {@code 90m} (that long ago), {@code now}, {@code 03:12} (the last time the clock
 * showed it), {@code 2026-11-23}, {@code "2026-11-23 03:12"}, {@code 2026-11-23T03:12:05+01:00}; without a zone, of this host's.
 */
final class Ago {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)([smhdw])");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm[:ss]");

    private Ago() {}

    /** @return empty when the text is no moment */
    static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
        String t = text.strip();
        if (t.equals("now")) {
            return Optional.of(now);
        }
        return length(t).map(now::minus).or(() -> clock(t, now, zone)).or(() -> date(t, zone));
    }

    /** Whether the text is a date and time that the clocks of the zone never showed, since they were put forward over it. */
    static boolean isSkipped(String text, ZoneId zone) {
        try {
            return isSkipped(LocalDateTime.parse(text.strip().replace(' ', 'T'), LOCAL), zone);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isSkipped(LocalDateTime time, ZoneId zone) {
        return zone.getRules().getValidOffsets(time).isEmpty();
    }

    /** {@code 30s}, {@code 10m}, {@code 12h}, {@code 7d}, {@code 2w}. */
    static Optional<Duration> length(String text) {
        Matcher m = LENGTH.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        double seconds = Double.parseDouble(m.group(1))
                * switch (m.group(2)) {
                    case "m" -> 60;
                    case "h" -> 3600;
                    case "d" -> 86_400;
                    case "w" -> 604_800;
                    default -> 1;
                };
        return Optional.of(Duration.ofMillis((long) (seconds * 1000)));
    }

    private static Optional<Instant> clock(String t, Instant now, ZoneId zone) {
        try {
            LocalDateTime at = now.atZone(zone).toLocalDate().atTime(LocalTime.parse(t));
            while (isSkipped(at, zone) || at.atZone(zone).toInstant().isAfter(now)) {
                at = at.minusDays(1);
            }
            return Optional.of(at.atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(String t, ZoneId zone) {
        try {
            return Optional.of(LocalDate.parse(t).atStartOfDay(zone).toInstant());
        } catch (DateTimeException noDate) {
            try {
                return Optional.of(OffsetDateTime.parse(t.replace(' ', 'T')).toInstant());
            } catch (DateTimeException noOffset) {
                try {
                    return Optional.of(LocalDateTime.parse(t.replace(' ', 'T'), LOCAL)
                            .atZone(zone)
                            .toInstant());
                } catch (DateTimeException e) {
                    return Optional.empty();
                }
            }
        }
    }
}
