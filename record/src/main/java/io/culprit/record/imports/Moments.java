package io.culprit.record.imports;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the time in a line that {@code date} printed, in the forms that people give it, with decoration around it. */
final class Moments {
    /** A longer line was not written by {@code date}. */
    private static final int LONGEST = 160;

    /** Words beside the time: {@code === sample of server1 at ... ===}. */
    private static final int MOST_WORDS = 4;

    /** A number of so many digits is a date or seconds since 1970; no pid is. */
    private static final int FEWEST_DIGITS = 8;

    private static final String MONTH_NAMES = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String WEEKDAY = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\\s+)?";
    private static final String MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
    private static final String TIME = "(?<h>\\d{1,2}):(?<mi>\\d{2})(?::(?<s>\\d{2})(?:[.,](?<f>\\d{1,9}))?)?"
            + "(?:\\s*(?<ap>[AaPp])\\.?[Mm]\\.?(?![A-Za-z]))?";
    private static final String ZONE = "(?:\\s*(?<z>[+-]\\d{2}:?\\d{2}|Z(?![A-Za-z])|[A-Z]{3,5}(?![A-Za-z:])))?";
    private static final String NO_DIGIT_BEFORE = "(?<![\\d:.])";

    private static final Pattern ISO = Pattern.compile(
            NO_DIGIT_BEFORE + "(?<y>\\d{4})[-/.](?<mo>\\d{2})[-/.](?<d>\\d{2})[T _,]{1,3}" + TIME + ZONE);
    private static final Pattern MONTH_FIRST = Pattern.compile(WEEKDAY + MONTH.replace("(J", "(?<mon>J")
            + "\\s+(?<d>\\d{1,2})(?:,?\\s+(?<y>\\d{4}))?,?\\s+" + TIME + ZONE + "(?:\\s+(?<y2>\\d{4}))?");
    private static final Pattern DAY_FIRST = Pattern.compile(WEEKDAY + NO_DIGIT_BEFORE + "(?<d>\\d{1,2})\\s+"
            + MONTH.replace("(J", "(?<mon>J") + "(?:,?\\s+(?<y>\\d{4}))?,?\\s+" + TIME + ZONE
            + "(?:\\s+(?<y2>\\d{4}))?");
    private static final Pattern SLASHES = Pattern.compile(
            NO_DIGIT_BEFORE + "(?<mo>\\d{1,2})/(?<d>\\d{1,2})/(?<y>\\d{4}|\\d{2})[T ,]{1,3}" + TIME + ZONE);
    private static final Pattern POINTS =
            Pattern.compile(NO_DIGIT_BEFORE + "(?<d>\\d{1,2})\\.(?<mo>\\d{1,2})\\.(?<y>\\d{4})[ ,]{1,3}" + TIME + ZONE);
    private static final Pattern COMPACT = Pattern.compile("(?<!\\d)(?<y>20\\d{2})(?<mo>\\d{2})(?<d>\\d{2})[-_T ]?"
            + "(?<h>\\d{2}):?(?<mi>\\d{2})(?::?(?<s>\\d{2}))?(?!\\d)(?<f>)(?<ap>)?" + ZONE);
    private static final Pattern EPOCH =
            Pattern.compile("(?<![\\w.:/-])(?:(\\d{13})|(\\d{10})(?:[.,](\\d{1,9}))?)(?![\\w:/-])");
    private static final Pattern OF_DAY = Pattern.compile("(?<![\\w:./-])" + TIME + "(?![\\w:./-])");
    private static final Pattern DECORATION = Pattern.compile("[=\\-#*:\\[\\]<>()|_,;\"'+~@]+");
    private static final List<Pattern> DATED = List.of(ISO, MONTH_FIRST, DAY_FIRST, SLASHES, POINTS, COMPACT);

    private Moments() {}

    /** @return empty when the line is something else than a time with a few words around it */
    static Optional<Moment> inLine(String line) {
        if (line.length() > LONGEST || !mayHoldTime(line)) {
            return Optional.empty();
        }
        for (Pattern form : DATED) {
            Matcher m = form.matcher(line);
            if (m.find() && onlyWords(line, m)) {
                Optional<Moment> moment = dated(m, form);
                if (moment.isPresent()) {
                    return moment;
                }
            }
        }
        Matcher epoch = EPOCH.matcher(line);
        if (epoch.find() && onlyWords(line, epoch)) {
            return epoch(epoch);
        }
        Matcher day = OF_DAY.matcher(line);
        return day.find() && onlyWords(line, day) ? time(day).map(t -> (Moment) new Moment.OfDay(t)) : Optional.empty();
    }

    /**
     * Cheap, for it sees every line. A date has two words that are numbers, its day and its year; a third one says that this is
     * a row.
     */
    private static boolean mayHoldTime(String line) {
        boolean time = false;
        int numbers = 0;
        int digits = 0;
        boolean number = true;
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : ' ';
            if (c >= '0' && c <= '9') {
                digits++;
                time |= digits >= FEWEST_DIGITS;
            } else if (c == ' ' || c == '\t') {
                numbers += number && digits > 0 && digits < FEWEST_DIGITS ? 1 : 0;
                if (numbers > 2) {
                    return false;
                }
                digits = 0;
                number = true;
            } else {
                time |= c == ':' && digits > 0;
                digits = 0;
                number = false;
            }
        }
        return time;
    }

    /** A row of ps holds numbers beside its time, a line of date does not. */
    private static boolean onlyWords(String line, Matcher m) {
        String rest = line.substring(0, m.start()) + " " + line.substring(m.end());
        int words = 0;
        for (String word : DECORATION.matcher(rest).replaceAll(" ").strip().split("\\s+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            if (++words > MOST_WORDS || Numbers.decimal(word) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Moment> epoch(Matcher m) {
        long millis = m.group(1) != null
                ? Long.parseLong(m.group(1))
                : Long.parseLong(m.group(2)) * 1000 + nanos(m.group(3)) / 1_000_000;
        return epoch(millis);
    }

    static Optional<Moment> epoch(long millis) {
        long earliest = Moment.EARLIEST.toEpochDay() * 86_400_000;
        long latest = Moment.LATEST.toEpochDay() * 86_400_000;
        return millis >= earliest && millis < latest ? Optional.of(new Moment.Epoch(millis)) : Optional.empty();
    }

    private static Optional<Moment> dated(Matcher m, Pattern form) {
        Optional<LocalTime> time = time(m);
        if (time.isEmpty()) {
            return Optional.empty();
        }
        boolean named = form == MONTH_FIRST || form == DAY_FIRST;
        int month = named ? month(m.group("mon")) : Integer.parseInt(m.group("mo"));
        int day = Integer.parseInt(m.group("d"));
        String zone = m.group("z") == null ? "" : m.group("z");
        String year = m.group("y");
        if (year == null && named) {
            year = m.group("y2");
        }
        try {
            if (year == null) {
                // A leap year has every day.
                LocalDate.of(2024, month, day);
                return Optional.of(new Moment.Yearless(month, day, time.get(), zone));
            }
            int y = Integer.parseInt(year) + (year.length() == 2 ? 2000 : 0);
            LocalDate date = form == SLASHES && month > 12 ? LocalDate.of(y, day, month) : LocalDate.of(y, month, day);
            return date.isBefore(Moment.EARLIEST) || !date.isBefore(Moment.LATEST)
                    ? Optional.empty()
                    : Optional.of(new Moment.Dated(LocalDateTime.of(date, time.get()), zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalTime> time(Matcher m) {
        int hour = Integer.parseInt(m.group("h"));
        int second = m.group("s") == null ? 0 : Integer.parseInt(m.group("s"));
        String half = m.group("ap");
        if (half != null && !half.isEmpty()) {
            if (hour < 1 || hour > 12) {
                return Optional.empty();
            }
            hour = hour % 12 + (half.equalsIgnoreCase("p") ? 12 : 0);
        }
        try {
            // A leap second is the one before it.
            return Optional.of(LocalTime.of(
                    hour, Integer.parseInt(m.group("mi")), Math.min(second, 59), (int) nanos(m.group("f"))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long nanos(@Nullable String fraction) {
        return fraction == null || fraction.isEmpty() ? 0 : Long.parseLong((fraction + "00000000").substring(0, 9));
    }

    /** @return 1 to 12, 0 when it is no month */
    static int month(String name) {
        int at = name.length() < 3
                ? -1
                : MONTH_NAMES.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT));
        return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
    }
}
