package io.culprit.report;

import java.io.IOException;
import java.util.List;

/** Where the text goes: the only place that writes, so that nothing unsafe and no stray colour gets past it. */
final class Page {
    /** Where titles and the words after a label start. */
    static final int TEXT_COLUMN = 15;
    /** Where the lines under a title start. */
    static final int EVIDENCE_COLUMN = 5;
    /** What a label is indented by. */
    private static final int LABEL_COLUMN = 2;

    private static final int GAP = 3;
    /** A text that fills more than a screen was not written by us. */
    private static final int MOST_COLUMNS = 4000;

    private final Appendable out;
    private final Style style;

    Page(Appendable out, Style style) {
        this.out = out;
        this.style = style;
    }

    int columns() {
        return style.columns();
    }

    boolean all() {
        return style.all();
    }

    String safe(String text) {
        String safe = SafeText.of(text, MOST_COLUMNS);
        return style.unicode() ? safe : SafeText.ascii(safe);
    }

    String ink(Ink ink, String safe) {
        return ink.on(safe, style.colour());
    }

    void blank() throws IOException {
        out.append('\n');
    }

    /** One line as it is: {@code inked} came from {@link #safe} and {@link #ink} alone. */
    void line(String inked) throws IOException {
        out.append(inked.stripTrailing()).append('\n');
    }

    /** A paragraph with every line at the same column. */
    void paragraph(int column, Ink ink, String text) throws IOException {
        for (String line : Paragraph.wrap(safe(text), columns() - column)) line(" ".repeat(column) + ink(ink, line));
    }

    /** The same, with a remark at the right of its last line if it fits there, else below it or, where it may be left out, without. */
    void paragraph(int column, Ink ink, String text, String remark, boolean mustShow) throws IOException {
        List<String> lines = Paragraph.wrap(safe(text), columns() - column);
        String right = safe(remark);
        for (int i = 0; i < lines.size(); i++) {
            String left = " ".repeat(column) + ink(ink, lines.get(i));
            int used = column + Columns.of(lines.get(i));
            boolean last = i == lines.size() - 1;
            line(last && fits(used, right) ? left + toTheRight(used, right) : left);
            if (!last || fits(used, right) || !mustShow) continue;
            if (fits(column, right)) line(toTheRight(0, right));
            else paragraph(column, Ink.DIM, remark);
        }
    }

    boolean fits(int used, String right) {
        return used + GAP + Columns.of(right) <= columns();
    }

    /** Dim, ending at the right edge of the page. */
    String toTheRight(int used, String right) {
        return " ".repeat(Math.max(1, columns() - used - Columns.of(right))) + ink(Ink.DIM, right);
    }

    /** A label on the left and a paragraph beside it. */
    void labelled(String label, Ink ink, String text) throws IOException {
        String head = " ".repeat(LABEL_COLUMN) + ink(Ink.BOLD, safe(label));
        int used = LABEL_COLUMN + Columns.of(safe(label));
        for (String line : Paragraph.wrap(safe(text), columns() - TEXT_COLUMN)) {
            line(head + " ".repeat(TEXT_COLUMN - used) + ink(ink, line));
            head = "";
            used = 0;
        }
    }
}
