package io.culprit.record.imports;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TimeZone;

/**
 * Makes an instant of what text says of a time. Where a local time comes twice (the hour that is put back), it is the earlier
 * one, unless that would be before the sample before.
 */
final class Clock {
    /** Times of a log rise: a clock without a date that falls by more than half a day has passed midnight. */
    private static final Duration MIDNIGHT = Duration.ofHours(12);

    /** A log may have been written for some seconds after the file's time was taken. */
    private static final Duration AFTER_FILE = Duration.ofDays(1);

    /** Abbreviations that mean one thing to most who print them; those of the zone itself come first. */
    private static final Map<String, Integer> HOURS = Map.ofEntries(
            Map.entry("UTC", 0),
            Map.entry("GMT", 0),
            Map.entry("Z", 0),
            Map.entry("WET", 0),
            Map.entry("WEST", 1),
            Map.entry("BST", 1),
            Map.entry("CET", 1),
            Map.entry("CEST", 2),
            Map.entry("EET", 2),
            Map.entry("EEST", 3),
            Map.entry("MSK", 3),
            Map.entry("JST", 9),
            Map.entry("EST", -5),
            Map.entry("EDT", -4),
            Map.entry("CST", -6),
            Map.entry("CDT", -5),
            Map.entry("MST", -7),
            Map.entry("MDT", -6),
            Map.entry("PST", -8),
            Map.entry("PDT", -7));

    private final ZoneId zone;
    private final Optional<LocalDate> given;
    private final Optional<Instant> modified;
    private final Tally tally;
    private Optional<LocalDate> day;
    private Optional<LocalTime> lastTime = Optional.empty();
    private long last = Long.MIN_VALUE;

    /**
     * @param given the date of the first sample, as the user says it
     * @param modified when the file was last written, for a year that nobody printed
     */
    Clock(ZoneId zone, Optional<LocalDate> given, Optional<Instant> modified, Tally tally) {
        this.zone = zone;
        this.given = given;
        this.modified = modified;
        this.tally = tally;
        day = given;
    }

    ZoneId zone() {
        return zone;
    }

    /** The date for times that have none: a banner says it. */
    void startsOn(LocalDate date) {
        day = Optional.of(date);
        lastTime = Optional.empty();
    }

    /** What the user says. */
    Optional<LocalDate> given() {
        return given;
    }

    boolean hasDate() {
        return day.isPresent();
    }

    /** @return milliseconds since 1970, empty where the date is not known */
    OptionalLong millis(Moment moment) {
        OptionalLong millis = switch (moment) {
            case Moment.Epoch(long at) -> OptionalLong.of(at);
            case Moment.Dated(LocalDateTime local, String name) -> OptionalLong.of(at(local, name));
            case Moment.Yearless yearless -> OptionalLong.of(withYear(yearless));
            case Moment.OfDay(LocalTime time) -> ofDay(time);
        };
        millis.ifPresent(at -> {
            last = at;
            if (!(moment instanceof Moment.OfDay)) {
                LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(at), zone);
                day = Optional.of(local.toLocalDate());
                lastTime = Optional.of(local.toLocalTime());
            }
        });
        return millis;
    }

    private OptionalLong ofDay(LocalTime time) {
        if (day.isEmpty()) {
            return OptionalLong.empty();
        }
        LocalDate date = day.get();
        if (lastTime.isPresent()
                && Duration.between(time, lastTime.get()).compareTo(MIDNIGHT) > 0
                && date.isBefore(Moment.LATEST)) {
            date = date.plusDays(1);
            day = Optional.of(date);
        }
        lastTime = Optional.of(time);
        return OptionalLong.of(at(LocalDateTime.of(date, time), ""));
    }

    private long withYear(Moment.Yearless y) {
        Instant end = modified.orElseGet(Instant::now).plus(AFTER_FILE);
        int year =
                given.map(LocalDate::getYear).orElseGet(() -> end.atZone(zone).getYear());
        LocalDateTime local = LocalDateTime.of(dayOf(year, y), y.time());
        if (given.isEmpty() && local.atZone(zone).toInstant().isAfter(end)) {
            year--;
        } else if (given.isPresent() && dayOf(year, y).isBefore(given.get())) {
            year++;
        }
        tally.note("its dates have no year; taken as " + year
                + (given.isPresent() ? " (--date)" : modified.isPresent() ? " (when the file was written)" : " (now)"));
        return at(LocalDateTime.of(dayOf(year, y), y.time()), y.zone());
    }

    private static LocalDate dayOf(int year, Moment.Yearless y) {
        int last = LocalDate.of(year, y.month(), 1).lengthOfMonth();
        return LocalDate.of(year, y.month(), Math.min(y.day(), last));
    }

    /** @param name an offset, an abbreviation or nothing */
    private long at(LocalDateTime local, String name) {
        if (!name.isEmpty()) {
            Optional<ZoneOffset> offset = offset(local, name);
            if (offset.isPresent()) {
                return local.toInstant(offset.get()).toEpochMilli();
            }
            tally.note("its zone is not one that is known; times taken as of " + zone + " (--zone)");
        } else {
            tally.note("its times have no zone; taken as of " + zone + " (--zone)");
        }
        long earlier = local.atZone(zone).toInstant().toEpochMilli();
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() == 2 && earlier < last) {
            long later = local.toInstant(offsets.get(1)).toEpochMilli();
            return later >= last ? later : earlier;
        }
        return earlier;
    }

    private Optional<ZoneOffset> offset(LocalDateTime local, String name) {
        if (name.charAt(0) == '+' || name.charAt(0) == '-') {
            try {
                return Optional.of(ZoneOffset.of(name));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        TimeZone own = TimeZone.getTimeZone(zone);
        for (boolean summer : new boolean[] {false, true}) {
            if (own.getDisplayName(summer, TimeZone.SHORT, Locale.US).equals(name)) {
                for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
                    if (zone.getRules().isDaylightSavings(local.toInstant(offset)) == summer) {
                        return Optional.of(offset);
                    }
                }
            }
        }
        return Optional.ofNullable(HOURS.get(name)).map(ZoneOffset::ofHours);
    }
}
