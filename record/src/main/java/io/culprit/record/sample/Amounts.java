package io.culprit.record.sample;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time and sizes as people write them, in the configuration and on the command line. */
public final class Amounts {
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,3})?)(ms|s|m|h|d|w)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)([KMGT])i?B?");

    private Amounts() {}

    /** {@code 500ms}, {@code 10s}, {@code 1.5m}, {@code 12h}, {@code 30d}, {@code 2w}. */
    public static Optional<Duration> length(String text) {
        Matcher m = LENGTH.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        double millis = Double.parseDouble(m.group(1))
                * switch (m.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    case "d" -> 86_400_000;
                    default -> 604_800_000;
                };
        return Optional.of(Duration.ofMillis(Math.round(millis)));
    }

    /** {@code 500M}, {@code 1.5G}, {@code 1GiB}: powers of 1024. Without a unit it is none: a forgotten letter would cost the recording. */
    public static OptionalLong bytes(String text) {
        Matcher m = SIZE.matcher(text.strip());
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        int shift = switch (m.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 40;
        };
        return OptionalLong.of(Math.round(Double.parseDouble(m.group(1)) * (1L << shift)));
    }

    /** As {@link #length} reads it: the largest unit that divides it. */
    public static String words(Duration length) {
        long millis = length.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
    }

    /** As {@link #bytes} reads it, if it is a multiple of a KiB; rounded down to one if not. */
    public static String words(long bytes) {
        String units = "KMGT";
        long amount = bytes >> 10;
        int unit = 0;
        while (unit < units.length() - 1 && amount != 0 && amount % 1024 == 0) {
            amount >>= 10;
            unit++;
        }
        return amount + units.substring(unit, unit + 1);
    }
}
