package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import io.culprit.report.Amount;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The picture itself, whatever it is drawn on: all lines one over the other, and those that matter in colour with their names. */
final class Picture {
    static final int WIDTH = 1200;
    static final int HEIGHT = 600;

    private static final Curve.Frame FRAME = new Curve.Frame(84, 84, 880, 452);
    private static final int MOST_VALUE_TICKS = 7;
    private static final int MOST_TIME_TICKS = 10;
    /** All numbers of the pale lines together; an SVG of it has about a megabyte and a half. */
    private static final int MOST_NUMBERS = 250_000;
    /** Wider columns only where the pale lines are too many. */
    private static final double[] COLUMNS = {1.5, 3, 6, 12, 24};

    /** Strong enough for a single peak, pale enough for what lies behind. */
    private static final double BAND = 0.35;

    private static final int PAPER = 0xffffff;
    private static final int GRID = 0xeceff3;
    private static final int AXIS = 0x9aa3af;
    private static final int INK = 0x1c2430;
    private static final int DIM = 0x6b7482;
    private static final int PALE = 0xb9c1cc;
    private static final int SPIKE = 0xd9822b;
    /** The first is for what rises; distinct also for most who confuse red and green. */
    private static final int[] COLOURS = {0xd7263d, 0x1668b0, 0xe39a00, 0x1f9d6b, 0x7a4fb8, 0x12a0b5, 0x8a5a2b};

    private static final double LABEL_X = FRAME.right() + 14;
    private static final double LABEL_WIDTH = WIDTH - LABEL_X - 10;
    private static final double LABEL_HEIGHT = 35;
    /** Room for the figures of the last label above what is said of the others. */
    private static final double LAST_LABEL = 14;

    private final Plot plot;
    private final ZoneId zone;
    private final Surface on;
    private final double top;
    private final ValueTicks values;
    private final List<Emphasis.Accent> accents;

    private Picture(Plot plot, ZoneId zone, Surface on) {
        this.plot = plot;
        this.zone = zone;
        this.on = on;
        values = ValueTicks.of(Emphasis.greatest(plot), plot.unit(), MOST_VALUE_TICKS);
        top = values.top();
        accents = Emphasis.of(plot);
    }

    static void draw(Plot plot, ZoneId zone, Surface on) {
        Picture picture = new Picture(plot, zone, on);
        on.rectangle(0, 0, WIDTH, HEIGHT, PAPER);
        picture.head();
        picture.axes();
        picture.crowd();
        picture.marks();
        picture.chosen();
        picture.labels();
    }

    private void head() {
        on.text(24, 34, Surface.Anchor.START, 19, true, INK, fitting(plot.title(), 19, true, WIDTH - 48.0));
        String between = TimeTicks.moment(plot.fromMillis(), zone) + " - " + TimeTicks.moment(end(), zone) + " "
                + zone.getId() + (plot.unit().isEmpty() ? "" : ", in " + plot.unit());
        on.text(24, 56, Surface.Anchor.START, 13, false, DIM, between);
    }

    private long end() {
        return plot.fromMillis() + plot.bucketMillis() * plot.buckets();
    }

    private double x(long millis) {
        return FRAME.x() + FRAME.width() * (millis - plot.fromMillis()) / (double) (end() - plot.fromMillis());
    }

    private void axes() {
        for (double value : values.values()) {
            double y = FRAME.y(value, top);
            stroke(FRAME.x(), y, FRAME.right(), y, 1, value == 0 ? AXIS : GRID, "");
            on.text(FRAME.x() - 10, y + 4, Surface.Anchor.END, 12, false, DIM, Amount.of(value, plot.unit()));
        }
        for (TimeTicks.Tick tick : TimeTicks.of(plot.fromMillis(), end(), zone, MOST_TIME_TICKS)) {
            double x = x(tick.millis());
            stroke(x, FRAME.y(), x, FRAME.bottom(), 1, GRID, "");
            stroke(x, FRAME.bottom(), x, FRAME.bottom() + 5, 1, AXIS, "");
            on.text(x, FRAME.bottom() + 21, Surface.Anchor.MIDDLE, 12, tick.day(), DIM, tick.label());
        }
    }

    private void stroke(double x1, double y1, double x2, double y2, double thickness, int colour, String words) {
        on.line(new float[] {(float) x1, (float) y1, (float) x2, (float) y2}, 4, thickness, colour, 1, words);
    }

    private boolean isChosen(Plot.Line line) {
        return accents.stream().anyMatch(a -> a.line().equals(line));
    }

    /** All the others; lines that nobody could tell apart are drawn once. */
    private void crowd() {
        for (double column : COLUMNS) {
            boolean last = column == COLUMNS[COLUMNS.length - 1];
            if (last || numbers(column) <= MOST_NUMBERS) {
                drawCrowd(column);
                return;
            }
        }
    }

    private long numbers(double column) {
        Set<Integer> drawn = new HashSet<>();
        long numbers = 0;
        for (Plot.Line line : plot.lines()) {
            for (float[] piece : Curve.of(line, plot.buckets(), FRAME, top, column)) {
                numbers += drawn.add(shape(piece)) ? piece.length : 0;
            }
        }
        return numbers;
    }

    private void drawCrowd(double column) {
        Set<Integer> drawn = new HashSet<>();
        // The lowest first, so that the higher ones lie above.
        for (Plot.Line line : plot.lines().reversed()) {
            if (isChosen(line)) {
                continue;
            }
            for (float[] piece : Curve.of(line, plot.buckets(), FRAME, top, column)) {
                if (drawn.add(shape(piece))) {
                    on.line(piece, piece.length, 1, PALE, 0.75, line.label());
                }
            }
        }
    }

    /** Alike to half a pixel. */
    private static int shape(float[] piece) {
        int[] rounded = new int[piece.length];
        for (int i = 0; i < piece.length; i++) {
            rounded[i] = Math.round(2 * piece[i]);
        }
        return Arrays.hashCode(rounded);
    }

    private void marks() {
        double free = FRAME.x();
        for (Plot.Mark mark : plot.marks()) {
            double x = x(mark.millis());
            if (x < FRAME.x() || x > FRAME.right()) {
                continue;
            }
            int colour = mark.text().startsWith("spike") ? SPIKE : AXIS;
            String words = TimeTicks.inside(mark.millis(), end() - plot.fromMillis(), zone) + " " + mark.text();
            for (double y = FRAME.y(); y < FRAME.bottom(); y += 7) {
                stroke(x, y, x, Math.min(y + 3, FRAME.bottom()), 1, colour, words);
            }
            String label = fitting(mark.text(), 11, false, 170);
            double width = on.width(label, 11, false);
            double begin = Math.clamp(x - width / 2, FRAME.x(), Math.max(FRAME.x(), FRAME.right() - width));
            if (begin >= free) {
                on.text(begin, FRAME.y() - 7, Surface.Anchor.START, 11, false, colour, label);
                free = begin + width + 12;
            }
        }
    }

    /** A line through the middle of what was measured, on a pale band from least to greatest. */
    private void chosen() {
        for (Emphasis.Accent accent : accents.reversed()) {
            for (float[] piece : Curve.of(accent.line(), plot.buckets(), FRAME, top, 1)) {
                on.line(
                        piece,
                        piece.length,
                        1,
                        colour(accent),
                        BAND,
                        accent.line().label());
            }
            for (float[] piece : Curve.middle(accent.line(), plot.buckets(), FRAME, top, 1)) {
                on.line(
                        piece,
                        piece.length,
                        accent.rises() ? 3 : 1.75,
                        colour(accent),
                        1,
                        accent.line().label());
            }
        }
    }

    private static int colour(Emphasis.Accent accent) {
        return COLOURS[accent.colour()];
    }

    /** Each beside the end of its line, moved apart where they would cover each other. */
    private void labels() {
        List<Emphasis.Accent> order = accents.stream()
                .sorted((a, b) -> Double.compare(b.line().last(), a.line().last()))
                .toList();
        double[] middle = Labels.apart(
                order.stream().mapToDouble(a -> FRAME.y(a.line().last(), top)).toArray(),
                LABEL_HEIGHT,
                FRAME.y() + 6,
                FRAME.bottom() - LAST_LABEL);
        for (int i = 0; i < order.size(); i++) {
            Emphasis.Accent accent = order.get(i);
            double y = FRAME.y(accent.line().last(), top);
            stroke(
                    FRAME.right() + 2,
                    y,
                    LABEL_X - 4,
                    middle[i],
                    1,
                    colour(accent),
                    accent.line().label());
            on.text(
                    LABEL_X,
                    middle[i] - 1,
                    Surface.Anchor.START,
                    13,
                    true,
                    colour(accent),
                    fitting(accent.line().label(), 13, true, LABEL_WIDTH));
            on.text(LABEL_X, middle[i] + 14, Surface.Anchor.START, 12, false, DIM, figures(accent));
        }
        int others = plot.lines().size() - accents.size();
        if (others > 0) {
            String words = others == 1 ? "and 1 other" : "and " + others + " others, in grey";
            on.text(LABEL_X, FRAME.bottom() + 21, Surface.Anchor.START, 12, false, DIM, words);
        }
        if (plot.lines().isEmpty()) {
            on.text(
                    FRAME.x() + FRAME.width() / 2,
                    FRAME.y() + FRAME.height() / 2,
                    Surface.Anchor.MIDDLE,
                    15,
                    false,
                    DIM,
                    "no values");
        }
    }

    private String figures(Emphasis.Accent accent) {
        Plot.Line line = accent.line();
        return Amount.of(line.last(), plot.unit())
                + (accent.rises() ? ", " + Amount.change(accent.growthPerHour(), plot.unit()) + " an hour" : "")
                + (Emphasis.hasPeak(line) ? ", at most " + Amount.of(Emphasis.peak(line), plot.unit()) : "")
                + (Emphasis.hasEnded(line) ? ", ended" : "");
    }

    /** The beginning of it that fits. */
    private String fitting(String text, double size, boolean bold, double width) {
        if (on.width(text, size, bold) <= width) {
            return text;
        }
        int end = Math.min(text.length(), WIDTH);
        while (end > 0 && on.width(text.substring(0, end) + "...", size, bold) > width) {
            end--;
        }
        return text.substring(0, end) + "...";
    }
}
