package io.culprit.report;

import java.util.Locale;

/** Figures as a person reads them, alike on every machine and in every locale. */
final class Figures {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final double STEP = 1024;
    /** From here on, digits are noise. */
    private static final double ABSURD = 1e12;

    private static final long DAY = 86_400;

    private Figures() {}

    /** {@code 1 048 576} */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', ' ');
    }

    /** {@code 97 %} of a share between 0 and 1; one decimal below one percent. */
    static String percent(double share) {
        if (!Double.isFinite(share)) return "? %";
        double hundredths = share * 100;
        if (Math.abs(hundredths) >= ABSURD) return decimal(hundredths, 0) + " %";
        boolean small = hundredths != 0 && Math.abs(hundredths) < 0.995;
        return (small ? String.format(Locale.ROOT, "%.1f", hundredths) : count(Math.round(hundredths))) + " %";
    }

    static String decimal(double value, int decimals) {
        if (!Double.isFinite(value)) return "?";
        if (Math.abs(value) >= ABSURD) return String.format(Locale.ROOT, "%.1e", value);
        return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace(',', ' ');
    }

    /** {@code 11.03 CPUs}: to be compared with the load and with how many there are. */
    static String cpus(double cpus) {
        return decimal(cpus, 2) + (Math.abs(cpus - 1) < 0.005 ? " CPU" : " CPUs");
    }

    /** Binary units: {@code 8.0 MB}. */
    static String bytes(double bytes) {
        if (!Double.isFinite(bytes)) return "? B";
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= STEP && unit < BYTE_UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return decimal(value, unit == 0 || Math.abs(value) >= 10 ? 0 : 1) + " " + BYTE_UNITS[unit];
    }

    /** As uptime(1) rounds: {@code 13 days}, {@code 5 h 12 min}, {@code 42 min}. */
    static String uptime(long seconds) {
        if (seconds >= DAY) return count(seconds / DAY) + (seconds < 2 * DAY ? " day" : " days");
        if (seconds >= 3600) return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        return Math.max(0, seconds) / 60 + " min";
    }

    static String plural(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }
}
