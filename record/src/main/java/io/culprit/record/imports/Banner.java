package io.culprit.record.imports;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of what sysstat prints: {@code Linux 6.1.0 (server1)  11/24/26  _x86_64_  (4 CPU)}.
 *
 * @param date empty where it is none that exists
 * @param ambiguous day and month could be the other way round
 */
record Banner(String host, Optional<LocalDate> date, boolean ambiguous, int cpus) {
    private static final Pattern LINE = Pattern.compile(
            "Linux \\S{1,80} \\((.{0,255}?)\\)\\s+(\\S{6,12})\\s+_\\S{1,20}_\\s+\\((\\d{1,5}) CPU\\)\\s*");
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
    private static final Pattern PARTS = Pattern.compile("(\\d{1,2})[/.](\\d{1,2})[/.](\\d{2}|\\d{4})");

    /** @param given what the user says of the date: decides where a banner may mean two days */
    static Optional<Banner> of(String line, Optional<LocalDate> given) {
        if (!line.startsWith("Linux ")) {
            return Optional.empty();
        }
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            return Optional.empty();
        }
        String text = m.group(2);
        Optional<LocalDate> monthFirst = date(text, false);
        Optional<LocalDate> dayFirst = date(text, true);
        boolean two = monthFirst.isPresent() && dayFirst.isPresent() && !monthFirst.equals(dayFirst);
        boolean asGiven = two && given.isPresent() && (given.equals(monthFirst) || given.equals(dayFirst));
        Optional<LocalDate> date = asGiven ? given : monthFirst.or(() -> dayFirst);
        return Optional.of(new Banner(m.group(1), date, two && !asGiven, Integer.parseInt(m.group(3))));
    }

    private static Optional<LocalDate> date(String text, boolean dayFirst) {
        Matcher iso = ISO.matcher(text);
        if (iso.matches()) {
            return valid(iso.group(1), iso.group(2), iso.group(3));
        }
        Matcher m = PARTS.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        String year = m.group(3).length() == 2 ? "20" + m.group(3) : m.group(3);
        // With points the day comes first, wherever points are used.
        boolean day = dayFirst || text.indexOf('.') > 0;
        return valid(year, m.group(day ? 2 : 1), m.group(day ? 1 : 2));
    }

    private static Optional<LocalDate> valid(String year, String month, String day) {
        try {
            LocalDate date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
            return date.isBefore(Moment.EARLIEST) || !date.isBefore(Moment.LATEST)
                    ? Optional.empty()
                    : Optional.of(date);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** What is to be told of it. */
    void into(Samples samples, Clock clock, Tally tally) {
        samples.host(host);
        date.ifPresent(clock::startsOn);
        if (ambiguous) {
            tally.note("the date of its first line is taken month first ("
                    + date.map(LocalDate::toString).orElse("") + "); if that is wrong, say it with --date");
        }
    }
}
