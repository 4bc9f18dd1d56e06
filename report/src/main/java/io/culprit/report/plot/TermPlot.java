package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import io.culprit.report.Amount;
import io.culprit.report.Columns;
import io.culprit.report.SafeText;
import io.culprit.report.Style;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/** A plot on a terminal: dots of Braille, eight to a character, or letters where it can show ASCII alone. */
public final class TermPlot {
    private static final int ROWS = 18;
    private static final int MOST_VALUE_TICKS = 5;
    /** The words of the upright axis and the axis itself. */
    private static final int LEFT = 11;
    /** A blank and the letter at a line's end. */
    private static final int RIGHT = 2;
    /** A time and the blanks around it. */
    private static final int COLUMNS_OF_A_TIME = 14;

    private static final int FEWEST_TIMES = 3;
    private static final int NARROWEST = 40;
    private static final int WIDEST = 200;
    private static final int MOST_MARKS = 6;
    /** The sign before a mark's words. */
    private static final int MARK = 4;
    /** Longest usual figure. */
    private static final int FIGURE = 10;
    /** Select Graphic Rendition of ECMA-48, as for the picture: the first for what rises. */
    private static final String[] INKS = {"1;31", "34", "33", "32", "35", "36", "37"};

    private static final String DIM = "2";
    private static final String BOLD = "1";

    private final Plot plot;
    private final ZoneId zone;
    private final Style style;
    private final Appendable out;
    private final List<Emphasis.Accent> accents;
    private final ValueTicks values;
    private final DotGrid grid;

    private TermPlot(Plot plot, ZoneId zone, Style style, Appendable out) {
        this.plot = plot;
        this.zone = zone;
        this.style = style;
        this.out = out;
        accents = Emphasis.of(plot);
        values = ValueTicks.of(Emphasis.greatest(plot), plot.unit(), MOST_VALUE_TICKS);
        grid = new DotGrid(Math.clamp(style.width(), NARROWEST, WIDEST) - LEFT - RIGHT, ROWS);
    }

    /** @throws IOException when {@code out} does */
    public static void write(Plot plot, ZoneId zone, Appendable out, Style style) throws IOException {
        TermPlot p = new TermPlot(plot, zone, style, out);
        p.line(p.ink(BOLD, p.safe(plot.title(), p.columns())));
        p.line(p.ink(DIM, p.between()));
        p.line("");
        if (plot.lines().isEmpty()) {
            p.line("  no values");
            return;
        }
        p.draw();
        p.rows();
        p.times();
        p.marks();
        p.line("");
        p.legend();
    }

    private int columns() {
        return grid.columns() + LEFT + RIGHT;
    }

    private String between() {
        return safe(
                TimeTicks.moment(plot.fromMillis(), zone) + " - " + TimeTicks.moment(end(), zone)
                        + (plot.unit().isEmpty() ? "" : ", in " + plot.unit()),
                columns());
    }

    private long end() {
        return plot.fromMillis() + plot.bucketMillis() * plot.buckets();
    }

    /** The most important last, so that it lies on top. */
    private void draw() {
        for (Plot.Line line : plot.lines()) {
            if (accents.stream().noneMatch(a -> a.line().equals(line))) {
                // Without colour, half of the dots make it pale.
                grid.draw(line, plot.buckets(), values.top(), DotGrid.CROWD, !style.colour());
            }
        }
        for (int i = accents.size() - 1; i >= 0; i--) {
            grid.draw(accents.get(i).line(), plot.buckets(), values.top(), i + 1, false);
        }
    }

    private void rows() throws IOException {
        String[] labels = new String[ROWS];
        Arrays.fill(labels, "");
        for (double value : values.values()) {
            labels[grid.row(value, values.top())] = Amount.of(value, plot.unit());
        }
        char[] ends = new char[ROWS];
        Arrays.fill(ends, ' ');
        int[] owner = new int[ROWS];
        for (int i = accents.size() - 1; i >= 0; i--) {
            int row = grid.row(accents.get(i).line().last(), values.top());
            ends[row] = letter(i);
            owner[row] = i;
        }
        for (int row = 0; row < ROWS; row++) {
            StringBuilder text = new StringBuilder();
            text.append(" ".repeat(Math.max(0, LEFT - 2 - labels[row].length())))
                    .append(ink(DIM, labels[row]))
                    .append(ink(DIM, labels[row].isEmpty() ? axis(" │", " |") : axis(" ┤", " +")));
            cells(row, text);
            if (ends[row] != ' ') {
                text.append(' ').append(ink(code(accents.get(owner[row])), String.valueOf(ends[row])));
            }
            line(text.toString());
        }
    }

    private void cells(int row, StringBuilder text) {
        int c = 0;
        while (c < grid.columns()) {
            int owner = grid.owner(row, c);
            StringBuilder run = new StringBuilder();
            while (c < grid.columns() && grid.owner(row, c) == owner) {
                run.append(cell(row, c++, owner));
            }
            text.append(
                    owner == DotGrid.NOBODY
                            ? run
                            : ink(owner == DotGrid.CROWD ? DIM : code(accents.get(owner - 1)), run.toString()));
        }
    }

    private char cell(int row, int column, int owner) {
        if (owner == DotGrid.NOBODY) {
            return ' ';
        }
        if (style.unicode()) {
            return grid.braille(row, column);
        }
        return owner == DotGrid.CROWD ? '.' : letter(owner - 1);
    }

    private void times() throws IOException {
        char[] axis = axis("─", "-").repeat(grid.columns()).toCharArray();
        char[] words = new char[grid.columns() + LEFT + RIGHT];
        Arrays.fill(words, ' ');
        int free = 0;
        for (TimeTicks.Tick tick : TimeTicks.of(
                plot.fromMillis(), end(), zone, Math.max(FEWEST_TIMES, grid.columns() / COLUMNS_OF_A_TIME))) {
            int column = column(tick.millis());
            axis[column] = axis("┬", "+").charAt(0);
            int begin = Math.clamp(
                    LEFT + column - tick.label().length() / 2L,
                    0,
                    words.length - tick.label().length());
            if (begin >= free) {
                tick.label().getChars(0, tick.label().length(), words, begin);
                free = begin + tick.label().length() + 2;
            }
        }
        line(" ".repeat(LEFT - 1) + ink(DIM, axis("└", "+") + new String(axis)));
        line(ink(DIM, new String(words)));
    }

    private int column(long millis) {
        return (int) Math.clamp(
                (double) (millis - plot.fromMillis()) * grid.columns() / (end() - plot.fromMillis()),
                0,
                grid.columns() - 1);
    }

    private void marks() throws IOException {
        List<Plot.Mark> inside = plot.marks().stream()
                .filter(m -> m.millis() >= plot.fromMillis() && m.millis() <= end())
                .toList();
        if (inside.isEmpty()) {
            return;
        }
        char[] signs = " ".repeat(grid.columns()).toCharArray();
        inside.forEach(m -> signs[column(m.millis())] = '^');
        line(" ".repeat(LEFT) + ink(INKS[2], new String(signs)));
        for (Plot.Mark mark : inside.subList(0, Math.min(MOST_MARKS, inside.size()))) {
            String at = TimeTicks.inside(mark.millis(), end() - plot.fromMillis(), zone);
            line("  ^ " + ink(DIM, at) + " " + safe(mark.text(), columns() - at.length() - MARK - 1));
        }
        if (inside.size() > MOST_MARKS) {
            line(ink(DIM, "  ^ and " + (inside.size() - MOST_MARKS) + " more"));
        }
    }

    private void legend() throws IOException {
        int widest = 0;
        int room = columns() / 2;
        for (Emphasis.Accent a : accents) {
            widest = Math.max(widest, Columns.of(safe(a.line().label(), room)));
        }
        for (int i = 0; i < accents.size(); i++) {
            Emphasis.Accent a = accents.get(i);
            String label = safe(a.line().label(), room);
            String figure = Amount.of(a.line().last(), plot.unit());
            String rest = (a.rises() ? "   rises, " + Amount.change(a.growthPerHour(), plot.unit()) + " an hour" : "")
                    + (Emphasis.hasPeak(a.line())
                            ? "   at most " + Amount.of(Emphasis.peak(a.line()), plot.unit())
                            : "")
                    + (Emphasis.hasEnded(a.line()) ? "   ended" : "");
            int used = 4 + widest + 2 + Math.max(FIGURE, figure.length());
            line("  " + ink(code(a), letter(i) + " " + label) + " ".repeat(widest - Columns.of(label) + 2)
                    + " ".repeat(Math.max(0, FIGURE - figure.length())) + figure
                    + (used + rest.length() <= columns() ? ink(code(a), rest) : ""));
        }
        int others = plot.lines().size() - accents.size();
        if (others > 0) {
            line(ink(DIM, "  " + axis("·", ".") + " " + others + (others == 1 ? " other" : " others")));
        }
    }

    private static char letter(int i) {
        return (char) ('A' + i);
    }

    private static String code(Emphasis.Accent accent) {
        return INKS[accent.colour()];
    }

    private String axis(String unicode, String ascii) {
        return style.unicode() ? unicode : ascii;
    }

    private String safe(String text, int columns) {
        String safe = SafeText.of(text, columns);
        return style.unicode() ? safe : SafeText.ascii(safe);
    }

    private String ink(String code, String safe) {
        return style.colour() && !safe.isBlank() ? "\u001b[" + code + "m" + safe + "\u001b[0m" : safe;
    }

    private void line(String text) throws IOException {
        out.append(text.stripTrailing()).append('\n');
    }
}
