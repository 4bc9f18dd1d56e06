package io.culprit.record.imports;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** A time as text gives it: it may lack the zone, the year, or the date. */
sealed interface Moment {
    /** Seconds since 1970 or more exact. */
    record Epoch(long millis) implements Moment {}

    /** @param zone offset or abbreviation, empty where there is none */
    record Dated(LocalDateTime local, String zone) implements Moment {}

    /** {@code date} at its tersest: a month and a day. */
    record Yearless(int month, int day, LocalTime time, String zone) implements Moment {}

    record OfDay(LocalTime time) implements Moment {}

    /** Nobody logged processes before it, and a clock that says so was not set. */
    LocalDate EARLIEST = LocalDate.of(1990, 1, 1);

    /** No clock that is right shows it. */
    LocalDate LATEST = LocalDate.of(2100, 1, 1);
}
