package io.culprit.record.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** When a process started, from what ps prints of it; each form is as wrong as it is short. */
final class StartTime {
    /** ps computes it anew each time from clocks that are read one after another. */
    private static final long EXACT_MILLIS = 5_000;

    /** The sample's time is taken before ps runs, on a host that may be under load. */
    private static final long ELAPSED_MILLIS = 15_000;

    private static final long MINUTE_MILLIS = 60_000;
    private static final long HALF_DAY_MILLIS = 43_200_000;
    private static final int WORDS_OF_LSTART = 5;

    private StartTime() {}

    /** @param text {@code Wed Nov 25 01:19:23 2026}, {@code 01:19:23}, {@code 01:19}, {@code Nov 24}, {@code Nov24}; a year says too little */
    static void into(Row row, String text, long sampleMillis, ZoneId zone) {
        String[] words = text.split("\\s+", -1);
        try {
            if (words.length == WORDS_OF_LSTART) {
                LocalDateTime local = LocalDateTime.of(
                        LocalDate.of(Integer.parseInt(words[4]), Moments.month(words[1]), Integer.parseInt(words[2])),
                        LocalTime.parse(words[3]));
                row.startedAt(local.atZone(zone).toInstant().toEpochMilli(), EXACT_MILLIS);
            } else if (text.indexOf(':') > 0) {
                ofDay(row, text, sampleMillis, zone);
            } else if (Moments.month(text) > 0) {
                day(row, text, sampleMillis, zone);
            }
        } catch (DateTimeException | NumberFormatException e) {
            // Then it is not known: the row is good without it.
        }
    }

    private static void ofDay(Row row, String text, long sampleMillis, ZoneId zone) {
        boolean seconds = text.length() > 5;
        LocalTime time = LocalTime.parse(text);
        LocalDate today = Instant.ofEpochMilli(sampleMillis).atZone(zone).toLocalDate();
        long at = today.atTime(time).atZone(zone).toInstant().toEpochMilli();
        if (at > sampleMillis + EXACT_MILLIS) {
            at = today.minusDays(1).atTime(time).atZone(zone).toInstant().toEpochMilli();
        }
        if (seconds) {
            row.startedAt(at, EXACT_MILLIS);
        } else {
            row.startedAt(at + MINUTE_MILLIS / 2, MINUTE_MILLIS / 2 + EXACT_MILLIS);
        }
    }

    private static void day(Row row, String text, long sampleMillis, ZoneId zone) {
        int day = Integer.parseInt(text.substring(3).strip());
        LocalDate today = Instant.ofEpochMilli(sampleMillis).atZone(zone).toLocalDate();
        LocalDate date = LocalDate.of(today.getYear(), Moments.month(text), day);
        if (date.isAfter(today)) {
            date = date.minusYears(1);
        }
        row.startedAt(
                date.atStartOfDay(zone).toInstant().toEpochMilli() + HALF_DAY_MILLIS, HALF_DAY_MILLIS + EXACT_MILLIS);
    }

    static void elapsed(Row row, double seconds, long sampleMillis) {
        row.startedAt(sampleMillis - Math.round(seconds * 1000), ELAPSED_MILLIS);
    }

    /** @return seconds of {@code ELAPSED}: plain ones of etimes, or a duration of etime */
    static Optional<Double> elapsedSeconds(String text) {
        double seconds = Numbers.duration(text);
        return seconds >= 0 ? Optional.of(seconds) : Optional.empty();
    }
}
