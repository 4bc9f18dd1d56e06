package io.culprit.report;

/** A series as one word: a column for each value, higher for more. */
final class Spark {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String SIGNS = "_.-~=+*#";
    /** A smaller swing, in parts of the greatest value, is drawn as small as it is. */
    private static final double LEAST_SWING = 0.2;

    private Spark() {}

    static String of(float[] values, boolean unicode) {
        float least = Float.NaN;
        float greatest = Float.NaN;
        for (float v : values) {
            if (!Float.isNaN(v)) {
                least = Float.isNaN(least) ? v : Math.min(least, v);
                greatest = Float.isNaN(greatest) ? v : Math.max(greatest, v);
            }
        }
        String levels = unicode ? BLOCKS : SIGNS;
        double swing = Math.max((double) greatest - least, LEAST_SWING * Math.abs((double) greatest));
        StringBuilder out = new StringBuilder(values.length);
        for (float v : values) {
            if (Float.isNaN(v)) {
                out.append(' ');
            } else {
                double share = swing > 0 ? ((double) v - least) / swing : 0;
                out.append(
                        levels.charAt(Math.clamp(Math.round(share * (levels.length() - 1)), 0, levels.length() - 1)));
            }
        }
        return out.toString();
    }
}
