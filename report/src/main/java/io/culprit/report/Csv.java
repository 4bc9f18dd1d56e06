package io.culprit.report;

import java.io.IOException;

/**
 * Rows of comma-separated values, quoted as RFC 4180 says, each ended by a line feed. Text is one line without control
 * characters, and text that a spreadsheet would take for a formula begins with an apostrophe.
 */
final class Csv {
    private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";
    /** Beyond six decimals a figure is noise. */
    private static final double DECIMALS = 1e6;
    /** Doubles are whole from here on, and a long still holds them. */
    private static final double WHOLE = 1L << 53;

    private final Appendable out;
    private boolean first = true;

    Csv(Appendable out) {
        this.out = out;
    }

    Csv text(String text) throws IOException {
        String safe = SafeText.of(text);
        if (!safe.isEmpty() && FORMULA.indexOf(safe.charAt(0)) >= 0) {
            safe = "'" + safe;
        }
        boolean quoted = safe.indexOf(',') >= 0 || safe.indexOf('"') >= 0 || !safe.equals(safe.strip());
        return raw(quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe);
    }

    /** Empty where there is no value. */
    Csv number(double value) throws IOException {
        if (!Double.isFinite(value)) {
            return raw("");
        }
        if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            return raw(Long.toString((long) value));
        }
        double rounded = Math.abs(value) < WHOLE / DECIMALS ? Math.rint(value * DECIMALS) / DECIMALS : value;
        return raw(Double.toString(rounded));
    }

    Csv raw(String plain) throws IOException {
        if (!first) {
            out.append(',');
        }
        first = false;
        out.append(plain);
        return this;
    }

    void end() throws IOException {
        out.append('\n');
        first = true;
    }
}
