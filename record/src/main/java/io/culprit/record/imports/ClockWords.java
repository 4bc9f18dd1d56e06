package io.culprit.record.imports;

import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that begins a line of sysstat: {@code 14:00:31}, {@code 02:00:31 PM}, or seconds since 1970.
 *
 * @param end index of the first character after it
 */
record ClockWords(Moment moment, int end) {
    private static final Pattern OF_DAY = Pattern.compile("\\s*(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\s+([AP])M)?(?=\\s)");
    private static final Pattern EPOCH = Pattern.compile("\\s*(\\d{9,10})(?=\\s)");

    static Optional<ClockWords> of(String line) {
        Matcher m = OF_DAY.matcher(line);
        if (m.lookingAt()) {
            return time(m).map(t -> new ClockWords(new Moment.OfDay(t), m.end()));
        }
        Matcher epoch = EPOCH.matcher(line);
        return epoch.lookingAt()
                ? Moments.epoch(Long.parseLong(epoch.group(1)) * 1000).map(at -> new ClockWords(at, epoch.end()))
                : Optional.empty();
    }

    private static Optional<LocalTime> time(Matcher m) {
        int hour = Integer.parseInt(m.group(1));
        String half = m.group(4);
        if (half != null) {
            if (hour < 1 || hour > 12) {
                return Optional.empty();
            }
            hour = hour % 12 + (half.equals("P") ? 12 : 0);
        }
        int minute = Integer.parseInt(m.group(2));
        int second = Integer.parseInt(m.group(3));
        return hour < 24 && minute < 60 && second < 61
                ? Optional.of(LocalTime.of(hour, minute, Math.min(second, 59)))
                : Optional.empty();
    }
}
