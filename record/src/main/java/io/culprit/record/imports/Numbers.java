package io.culprit.record.imports;

/** Numbers of hostile text: what is none, negative, or too large to be true is NaN or {@link #NONE}. */
final class Numbers {
    static final long NONE = -1;

    /** Beyond this a double no longer holds every whole number, and no counter of Linux got there. */
    private static final double LARGEST = 9e15;

    private static final int MOST_DIGITS = 18;

    private Numbers() {}

    static long whole(String text) {
        int length = text.length();
        if (length == 0 || length > MOST_DIGITS) {
            return NONE;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return NONE;
            }
            value = value * 10 + (c - '0');
        }
        return value > LARGEST ? NONE : value;
    }

    /** Digits with one point or comma; a comma is what a locale makes of it. */
    static double decimal(String text) {
        int length = text.length();
        if (length == 0 || length > MOST_DIGITS + 1) {
            return Double.NaN;
        }
        int point = -1;
        int digits = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c == '.' || c == ',') && point < 0) {
                point = i;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return Double.NaN;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        double value = Double.parseDouble(point < 0 ? text : text.replace(',', '.'));
        return value > LARGEST ? Double.NaN : value;
    }

    /** {@code 1659}, {@code 2.5m}, {@code 1.2g}: top scales what does not fit; KiB where there is no letter. @return bytes */
    static double topBytes(String text) {
        if (text.isEmpty()) {
            return Double.NaN;
        }
        int power = switch (text.charAt(text.length() - 1)) {
            case 'k', 'K' -> 1;
            case 'm', 'M' -> 2;
            case 'g', 'G' -> 3;
            case 't', 'T' -> 4;
            case 'p', 'P' -> 5;
            case 'e', 'E' -> 6;
            default -> 0;
        };
        double number = decimal(power == 0 ? text : text.substring(0, text.length() - 1));
        double bytes = number * Math.scalb(1.0, 10 * Math.max(1, power));
        return bytes > LARGEST ? Double.NaN : bytes;
    }

    /** {@code 12}, {@code 1:02}, {@code 01:02:03}, {@code 4-01:02:03}, with hundredths or without. @return seconds, NaN if it is none */
    static double duration(String text) {
        int dash = text.indexOf('-');
        double days = dash < 0 ? 0 : whole(text.substring(0, dash));
        if (days < 0) {
            return Double.NaN;
        }
        String[] parts = text.substring(dash + 1).split(":", -1);
        if (parts.length > 3 || (dash >= 0 && parts.length == 1)) {
            return Double.NaN;
        }
        double seconds = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            double part = last && parts[i].indexOf(',') < 0 ? decimal(parts[i]) : whole(parts[i]);
            if (!(part >= 0) || (i > 0 && part >= 60)) {
                return Double.NaN;
            }
            seconds = seconds * 60 + part;
        }
        return days * 86_400 + seconds;
    }
}
