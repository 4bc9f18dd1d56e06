package io.culprit.report.plot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round moments of the local clock. */
final class TimeTicks {
    /** @param day it is midnight */
    record Tick(long millis, String label, boolean day) {}

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] STEPS = {
        SECOND,
        5 * SECOND,
        10 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        7 * DAY,
        14 * DAY,
        30 * DAY,
        90 * DAY,
        365 * DAY
    };

    private static final DateTimeFormatter WITH_SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);

    private TimeTicks() {}

    /** @return empty for times that no calendar holds */
    static List<Tick> of(long fromMillis, long toMillis, ZoneId zone, int most) {
        List<Tick> ticks = new ArrayList<>();
        long step = step((toMillis - fromMillis) / Math.max(1, most));
        try {
            LocalDateTime at = Instant.ofEpochMilli(fromMillis)
                    .atZone(zone)
                    .toLocalDateTime()
                    .truncatedTo(ChronoUnit.DAYS);
            if (step < DAY) {
                long sinceMidnight = ChronoUnit.MILLIS.between(
                        at, Instant.ofEpochMilli(fromMillis).atZone(zone).toLocalDateTime());
                at = at.plus(sinceMidnight / step * step, ChronoUnit.MILLIS);
            }
            long before = Long.MIN_VALUE;
            // One more on either side, since the first may lie before the range.
            for (int i = 0; i <= 2 * most + 2; i++, at = at.plus(step, ChronoUnit.MILLIS)) {
                ZonedDateTime here = at.atZone(zone);
                long millis = here.toInstant().toEpochMilli();
                // When clocks are put forward, an hour that is left out falls on the next one.
                if (millis >= fromMillis && millis <= toMillis && millis > before) {
                    ticks.add(new Tick(millis, label(here, step), midnight(here)));
                    before = millis;
                }
            }
        } catch (DateTimeException | ArithmeticException e) {
            return List.of();
        }
        return ticks;
    }

    private static long step(long least) {
        for (long step : STEPS) {
            if (step >= least) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1] * Math.max(1, least / STEPS[STEPS.length - 1] + 1);
    }

    private static boolean midnight(ZonedDateTime at) {
        return at.getHour() == 0 && at.getMinute() == 0 && at.getSecond() == 0;
    }

    private static String label(ZonedDateTime at, long step) {
        if (midnight(at)) {
            return DATE.format(at);
        }
        return (step < MINUTE ? WITH_SECONDS : CLOCK).format(at);
    }

    /** {@code Thu 19 Nov 2026 14:00}; the number itself for a time that no calendar holds. */
    static String moment(long millis, ZoneId zone) {
        try {
            return MOMENT.format(Instant.ofEpochMilli(millis).atZone(zone));
        } catch (DateTimeException e) {
            return Long.toString(millis);
        }
    }

    /** {@code 14:00}, with the date where the picture shows more than a day. */
    static String inside(long millis, long spanMillis, ZoneId zone) {
        try {
            ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(zone);
            return spanMillis > DAY ? DATE.format(at) + " " + CLOCK.format(at) : CLOCK.format(at);
        } catch (DateTimeException e) {
            return Long.toString(millis);
        }
    }
}
