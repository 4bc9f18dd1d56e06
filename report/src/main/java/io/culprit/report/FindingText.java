package io.culprit.report;

import io.culprit.model.Fact;
import io.culprit.model.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One finding: how bad, who does what, how sure; then why, how to check it, and what to do. */
final class FindingText {
    private static final int SEVERITY_COLUMNS = 8;
    /** A title that goes on for longer was not written by a judge but by a process. */
    private static final int TITLE_COLUMNS = 400;
    /** Less is not worth a figure. */
    private static final double SHOWN_CPUS = 0.005;

    private static final int LABEL_COLUMNS = 8;
    /** From here on the confidence has its place beside the first line of the title; on less it follows the last. */
    private static final int BESIDE_COLUMNS = 90;

    private static final int GAP = 3;

    private FindingText() {}

    static void write(int number, Finding f, Page page) throws IOException {
        head(number, f, page);
        for (Fact fact : f.evidence())
            page.paragraph(
                    Page.EVIDENCE_COLUMN,
                    Ink.NONE,
                    fact.text(),
                    fact.source().isEmpty() ? "" : "[" + fact.source() + "]",
                    page.all() && !fact.source().isEmpty());
        String label = "verify";
        for (String command : f.verify()) {
            // Not wrapped: a command that was torn apart cannot be copied.
            page.line(label(page, label) + page.safe(command));
            label = "";
        }
        if (f.next().isEmpty()) return;
        String next = label(page, "next");
        for (String line : Paragraph.wrap(page.safe(f.next()), page.columns() - Page.EVIDENCE_COLUMN - LABEL_COLUMNS)) {
            page.line(next + line);
            next = label(page, "");
        }
    }

    private static String label(Page page, String word) {
        return " ".repeat(Page.EVIDENCE_COLUMN) + page.ink(Ink.BOLD, word) + " ".repeat(LABEL_COLUMNS - word.length());
    }

    private static void head(int number, Finding f, Page page) throws IOException {
        String severity = f.severity().name();
        String confidence = "confidence " + f.confidence().name().toLowerCase(Locale.ROOT);
        // Judges whose point is the CPU say so in the title.
        boolean cpu = f.cpus() >= SHOWN_CPUS && !f.title().contains(" CPU");
        String right = cpu ? Figures.cpus(f.cpus()) + ", " + confidence : confidence;
        int room = page.columns() - Page.TEXT_COLUMN;
        boolean beside = page.columns() >= BESIDE_COLUMNS;
        List<String> title = Paragraph.wrap(
                page.safe(SafeText.of(f.title(), TITLE_COLUMNS)), beside ? room - right.length() - GAP : room, room);
        String numbered = " ".repeat(Math.max(1, 3 - String.valueOf(number).length())) + number + "  ";
        String left = page.ink(Ink.BOLD, numbered)
                + page.ink(Ink.of(f.severity()), severity)
                + " ".repeat(SEVERITY_COLUMNS - severity.length() + 2);
        for (int i = 0; i < title.size(); i++) {
            int used = Page.TEXT_COLUMN + Columns.of(title.get(i));
            boolean here = i == (beside ? 0 : title.size() - 1);
            String line = left + page.ink(Ink.BOLD, title.get(i));
            page.line(here && page.fits(used, right) ? line + page.toTheRight(used, right) : line);
            left = " ".repeat(Page.TEXT_COLUMN);
            if (here && !page.fits(used, right)) page.paragraph(Page.TEXT_COLUMN, Ink.DIM, right);
        }
    }
}
