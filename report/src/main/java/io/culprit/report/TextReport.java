package io.culprit.report;

import io.culprit.model.Check;
import io.culprit.model.Diagnosis;
import io.culprit.model.Finding;
import io.culprit.model.recording.Replayed;
import java.io.IOException;
import java.util.Optional;

/** A diagnosis as a person reads it on a terminal: who did it first, what was ruled out after, what it cost last. */
public final class TextReport {
    private TextReport() {}

    /** @throws IOException when {@code out} does */
    public static void write(Diagnosis d, Appendable out, Style style) throws IOException {
        write(d, Optional.empty(), out, style);
    }

    /**
     * @param replayed where the answer is about a moment of a recording
     * @throws IOException when {@code out} does
     */
    public static void write(Diagnosis d, Optional<Replayed> replayed, Appendable out, Style style) throws IOException {
        Page page = new Page(out, style);
        HeadLine.write(d.evidence(), page);
        if (replayed.isPresent()) ReplayLine.write(replayed.get(), page);
        page.blank();
        int number = 1;
        for (Finding finding : d.findings()) {
            FindingText.write(number++, finding, page);
            page.blank();
        }
        if (d.findings().isEmpty()) nothing(d, page);
        ChecksText.write(d, page);
        page.blank();
        if (replayed.isEmpty()) LastLine.write(d.evidence(), page);
        else ReplayLine.last(replayed.get(), page);
    }

    private static void nothing(Diagnosis d, Page page) throws IOException {
        long ok = count(d, Check.Status.OK);
        long bad = count(d, Check.Status.BAD);
        long unknown = count(d, Check.Status.UNKNOWN);
        String words = "nothing found: " + Figures.count(ok) + " of "
                + Figures.plural(d.checks().size(), "question", "questions") + " answered well"
                + (bad > 0 ? ", " + Figures.count(bad) + " worth a look" : "")
                + (unknown > 0 ? ", " + Figures.count(unknown) + " without an answer" : "");
        page.paragraph(2, Ink.BOLD, words);
        page.blank();
    }

    private static long count(Diagnosis d, Check.Status status) {
        return d.checks().stream().filter(c -> c.status() == status).count();
    }
}
