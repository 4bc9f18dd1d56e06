package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The values of a plot as bytes that compress well; {@code data.js} reads them.
 *
 * <p>A value is rounded to {@value #FRACTION_BITS} + 1 significant bits, that is to 0.003 %, and exact for whole numbers below
 * 16 384. Its bits without those of the rounded part, negated where the value is negative, are its code: an integer that grows
 * with the value. Bytes: for each line and each bucket, 0 where there is no value, else 1 + the zigzag difference of the code
 * of the least value to the line's last known one (at first to 0); then likewise for each known bucket by how much the code of
 * the greatest exceeds that of the least. All are numbers of seven bits a byte, the lowest first, the highest bit set on all
 * bytes but the last.
 */
final class HtmlValues {
    static final int FRACTION_BITS = 13;
    private static final int DROPPED_BITS = 23 - FRACTION_BITS;
    private static final int HALF = 1 << (DROPPED_BITS - 1);
    private static final int LARGEST = Float.floatToIntBits(Float.MAX_VALUE) >>> DROPPED_BITS;
    /** Of one number: a difference of two codes has at most 23 bits. */
    private static final int MOST_BYTES = 4;

    private HtmlValues() {}

    static void write(Plot plot, OutputStream out) throws IOException {
        byte[] bytes = new byte[MOST_BYTES * plot.buckets()];
        for (Plot.Line line : plot.lines()) out.write(bytes, 0, least(line, bytes));
        for (Plot.Line line : plot.lines()) out.write(bytes, 0, excess(line, bytes));
    }

    private static int least(Plot.Line line, byte[] bytes) {
        int end = 0;
        int known = 0;
        for (int i = 0; i < line.least().length; i++) {
            if (!isKnown(line, i)) {
                bytes[end++] = 0;
                continue;
            }
            int code = code(Math.min(line.least()[i], line.greatest()[i]));
            int difference = code - known;
            end = number(1 + ((difference << 1) ^ (difference >> 31)), bytes, end);
            known = code;
        }
        return end;
    }

    private static int excess(Plot.Line line, byte[] bytes) {
        int end = 0;
        for (int i = 0; i < line.least().length; i++) {
            if (!isKnown(line, i)) continue;
            float least = line.least()[i];
            float greatest = line.greatest()[i];
            end = number(code(Math.max(least, greatest)) - code(Math.min(least, greatest)), bytes, end);
        }
        return end;
    }

    /** An infinite value has no place in a picture. */
    private static boolean isKnown(Plot.Line line, int bucket) {
        return Float.isFinite(line.least()[bucket]) && Float.isFinite(line.greatest()[bucket]);
    }

    static int code(float value) {
        int bits = Float.floatToIntBits(Math.abs(value));
        int code = Math.min((bits + HALF) >>> DROPPED_BITS, LARGEST);
        return value < 0 ? -code : code;
    }

    private static int number(int value, byte[] bytes, int at) {
        int end = at;
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return end;
    }
}
