package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import java.util.Arrays;

/** Dots on a terminal, two wide and four high in each character; a character belongs to who drew in it last. */
final class DotGrid {
    static final int NOBODY = -1;
    static final int CROWD = 0;

    private static final int ACROSS = 2;
    private static final int DOWN = 4;
    private static final int EMPTY_BRAILLE = 0x2800;
    /** Unicode's Braille patterns: the bit of each dot, by row and column of the character. */
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int columns;
    private final int rows;
    private final byte[][] dots;
    private final int[][] owners;

    DotGrid(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        dots = new byte[rows][columns];
        owners = new int[rows][columns];
        for (int[] row : owners) {
            Arrays.fill(row, NOBODY);
        }
    }

    int columns() {
        return columns;
    }

    int owner(int row, int column) {
        return owners[row][column];
    }

    char braille(int row, int column) {
        return (char) (EMPTY_BRAILLE + (dots[row][column] & 0xff));
    }

    /** The row of characters in which a value lies. */
    int row(double value, double top) {
        return dot(value, top) / DOWN;
    }

    private int dot(double value, double top) {
        int last = rows * DOWN - 1;
        return Math.clamp(Math.round(last * (1 - value / top)), 0, last);
    }

    /** @param sparse leaves out every other dot */
    void draw(Plot.Line line, int buckets, double top, int owner, boolean sparse) {
        int across = columns * ACROSS;
        int before = -1;
        for (int x = 0; x < across; x++) {
            int from = (int) ((long) buckets * x / across);
            int to = Math.max(from + 1, (int) ((long) buckets * (x + 1) / across));
            float least = Float.NaN;
            float greatest = Float.NaN;
            for (int i = from; i < to; i++) {
                float value = line.greatest()[i];
                if (!Float.isNaN(value)) {
                    least = Float.isNaN(least) ? line.least()[i] : Math.min(least, line.least()[i]);
                    greatest = Float.isNaN(greatest) ? value : Math.max(greatest, value);
                }
            }
            if (Float.isNaN(greatest)) {
                before = -1;
                continue;
            }
            int upper = dot(greatest, top);
            int lower = dot(least, top);
            // Joined to the column before.
            if (before >= 0) {
                upper = Math.min(upper, before < upper ? before + 1 : upper);
                lower = Math.max(lower, before > lower ? before - 1 : lower);
            }
            for (int y = upper; y <= lower; y++) {
                if (!sparse || (x + y) % 2 == 0) {
                    set(x, y, owner);
                }
            }
            before = dot((least + (double) greatest) / 2, top);
        }
    }

    private void set(int x, int y, int owner) {
        int row = y / DOWN;
        int column = x / ACROSS;
        if (owners[row][column] != owner) {
            owners[row][column] = owner;
            dots[row][column] = 0;
        }
        dots[row][column] |= (byte) BITS[y % DOWN][x % ACROSS];
    }
}
