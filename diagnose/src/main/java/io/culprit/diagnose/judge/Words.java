package io.culprit.diagnose.judge;

import java.util.Locale;

/** Figures as a person reads them, alike on every machine and in every locale. */
public final class Words {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final double STEP = 1024;
    /** No host has a million CPUs: a greater figure is a broken counter, and a line of 300 digits helps nobody. */
    private static final double ABSURD_CPUS = 1e6;
    /** More than 64 bits can count. */
    private static final double ABSURD_BYTES = 2e19;

    private Words() {}

    /** {@code 1 048 576} */
    public static String count(long n) {
        // A formatter with groups loads and parses patterns each time: most of the time of a judgement went there.
        StringBuilder digits = new StringBuilder(Long.toString(n));
        int first = n < 0 ? 1 : 0;
        for (int i = digits.length() - 3; i > first; i -= 3) digits.insert(i, ' ');
        return digits.toString();
    }

    /** A rate or mean: whole from ten on, one decimal below. */
    public static String rate(double perSecond) {
        if (!Double.isFinite(perSecond)) return "?";
        return Math.abs(perSecond) >= 9.95
                ? count(Math.round(perSecond))
                : String.format(Locale.ROOT, "%.1f", perSecond);
    }

    /** {@code 97 %} of a share between 0 and 1. */
    public static String percent(double share) {
        if (!Double.isFinite(share)) return "? %";
        double hundredths = share * 100;
        boolean small = hundredths != 0 && Math.abs(hundredths) < 1;
        return (small ? String.format(Locale.ROOT, "%.1f", hundredths) : count(Math.round(hundredths))) + " %";
    }

    /** {@code 1.97 CPUs} */
    public static String cpus(double cpus) {
        if (!(Math.abs(cpus) < ABSURD_CPUS)) return "? CPUs";
        return String.format(Locale.ROOT, "%.2f", cpus) + (Math.abs(cpus - 1) < 0.005 ? " CPU" : " CPUs");
    }

    /** Binary units: {@code 8.0 MB}. */
    public static String bytes(double bytes) {
        if (!(Math.abs(bytes) < ABSURD_BYTES)) return "? B";
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= STEP && unit < BYTE_UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        boolean whole = unit == 0 || Math.abs(value) >= 100;
        return String.format(Locale.ROOT, whole ? "%.0f " : "%.1f ", value) + BYTE_UNITS[unit];
    }

    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** {@code 45 s}, {@code 12 minutes}, {@code 3.2 hours}, {@code 6 days}. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) return "?";
        if (seconds < 120) return String.format(Locale.ROOT, "%.0f s", seconds);
        if (seconds < 2 * 3600) return String.format(Locale.ROOT, "%.0f minutes", seconds / 60);
        if (seconds < 2 * 86400) return String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
        return count(Math.round(seconds / 86400)) + " days";
    }

    /** As one word of a shell, whatever it holds. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** {@code 1 process}, {@code 12 processes}. */
    public static String plural(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }
}
