package io.culprit.report;

import io.culprit.model.recording.Unit;
import java.util.Locale;

/** A value with its unit as a person reads it, three digits of it: {@code 412 MiB}, {@code 9.41 MiB/s}, {@code 92.3 %}. */
public final class Amount {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final double STEP = 1024;
    /** From here on, digits are noise. */
    private static final double ABSURD = 1e15;
    /** Not half of the last digit that is shown. */
    private static final double NOTHING = 0.005;

    private Amount() {}

    /** @return {@code -} where there is no value */
    public static String of(double value, String unit) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        return switch (unit) {
            case Unit.BYTES -> bytes(value);
            case Unit.BYTES_PER_SECOND -> bytes(value) + "/s";
            case Unit.CPU, Unit.TIME_SHARE -> number(value) + " %";
            case Unit.FAULTS, Unit.SWITCHES, Unit.PACKETS, Unit.EVENTS -> number(value) + "/s";
            case Unit.MILLISECONDS -> number(value) + " ms";
            default -> number(value);
        };
    }

    /** With a sign, unless it is next to nothing. */
    public static String change(double value, String unit) {
        if (Math.abs(value) < NOTHING) {
            return of(0, unit);
        }
        return (value > 0 ? "+" : "") + of(value, unit);
    }

    private static String bytes(double bytes) {
        double value = bytes;
        int unit = 0;
        // What rounds to 1024 is already one of the next.
        while (Math.abs(value) >= STEP - 0.5 && unit < BINARY.length - 1) {
            value /= STEP;
            unit++;
        }
        return (unit == 0 ? number(Math.rint(value)) : number(value)) + " " + BINARY[unit];
    }

    static String number(double value) {
        double size = Math.abs(value);
        if (size >= ABSURD) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        if (size == Math.rint(size) || size >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ');
        }
        if (size < NOTHING) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        return trimmed(String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value));
    }

    private static String trimmed(String decimal) {
        int end = decimal.length();
        while (decimal.charAt(end - 1) == '0') {
            end--;
        }
        return decimal.substring(0, decimal.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
