package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A line of a plot in pixels: through the middle of each column where least and greatest lie close together, up and down
 * between them where they do not; broken where there is no value; points on a straight way are left out.
 */
final class Curve {
    /** Closer than that, up and down would only make the line thick. */
    private static final float APART = 1.5f;
    /** Differences that nobody sees. */
    private static final float FLAT = 0.05f;

    private final List<float[]> pieces = new ArrayList<>();
    private float[] piece = new float[64];
    private int used;
    private final float apart;

    private Curve(float apart) {
        this.apart = apart;
    }

    /** @param column pixels that are drawn as one */
    static List<float[]> of(Plot.Line line, int buckets, Frame frame, double top, double column) {
        return new Curve(APART).draw(line, buckets, frame, top, column);
    }

    /** The same without the ups and downs inside a column. */
    static List<float[]> middle(Plot.Line line, int buckets, Frame frame, double top, double column) {
        return new Curve(Float.POSITIVE_INFINITY).draw(line, buckets, frame, top, column);
    }

    private List<float[]> draw(Plot.Line line, int buckets, Frame frame, double top, double column) {
        int columns = (int) Math.max(1, Math.min(buckets, frame.width() / column));
        for (int c = 0; c < columns; c++) {
            int from = (int) ((long) buckets * c / columns);
            int to = (int) ((long) buckets * (c + 1) / columns);
            float least = Float.NaN;
            float greatest = Float.NaN;
            for (int i = from; i < to; i++) {
                if (!Float.isNaN(line.greatest()[i])) {
                    least = Float.isNaN(least) ? line.least()[i] : Math.min(least, line.least()[i]);
                    greatest = Float.isNaN(greatest) ? line.greatest()[i] : Math.max(greatest, line.greatest()[i]);
                }
            }
            float x = (float) (frame.x() + (c + 0.5) * frame.width() / columns);
            if (Float.isNaN(greatest)) {
                lift();
            } else {
                column(x, frame.y(greatest, top), frame.y(least, top));
            }
        }
        lift();
        return pieces;
    }

    private void column(float x, float upper, float lower) {
        if (lower - upper < apart) {
            add(x, (upper + lower) / 2);
            return;
        }
        // From where the line comes, so that it takes no needless way.
        boolean fromAbove = used >= 2 && Math.abs(piece[used - 1] - upper) < Math.abs(piece[used - 1] - lower);
        add(x, fromAbove ? upper : lower);
        add(x, fromAbove ? lower : upper);
    }

    private void add(float x, float y) {
        boolean straight = used >= 4
                && Math.abs(piece[used - 1] - y) < FLAT
                && Math.abs(piece[used - 3] - y) < FLAT
                && piece[used - 2] > piece[used - 4];
        if (straight) {
            piece[used - 2] = x;
            return;
        }
        if (used + 2 > piece.length) {
            piece = Arrays.copyOf(piece, 2 * used);
        }
        piece[used++] = x;
        piece[used++] = y;
    }

    private void lift() {
        if (used == 2) {
            // A single value is a dash that can be seen.
            add(piece[0] + 1, piece[1]);
        }
        if (used > 0) {
            pieces.add(Arrays.copyOf(piece, used));
        }
        used = 0;
    }

    /** Where the curves are. */
    record Frame(double x, double y, double width, double height) {
        float y(double value, double top) {
            return (float) (y + height * (1 - Math.clamp(value / top, 0, 1)));
        }

        double bottom() {
            return y + height;
        }

        double right() {
            return x + width;
        }
    }
}
