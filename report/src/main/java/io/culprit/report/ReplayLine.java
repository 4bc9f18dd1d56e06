package io.culprit.report;

import io.culprit.model.recording.Replayed;
import java.io.IOException;

/** That an answer comes from a recording: of which moment, and where a live one of nearly the same moment lies. */
final class ReplayLine {
    private ReplayLine() {}

    static void write(Replayed r, Page page) throws IOException {
        page.paragraph(
                0,
                Ink.BOLD,
                "replay of " + HeadLine.time(r.asked()) + ": " + Figures.plural(r.samples(), "sample", "samples")
                        + " from " + HeadLine.time(r.first()) + " to " + HeadLine.time(r.last()) + ", one every "
                        + Figures.decimal(r.intervalSeconds(), r.intervalSeconds() < 10 ? 1 : 0) + " s");
        for (String file : r.investigations()) {
            page.paragraph(0, Ink.NONE, "it was investigated live; all that was seen then:");
            // Not wrapped, to be copied.
            page.line("  " + page.safe("culprit diagnose --from " + Shell.quoted(file)));
        }
    }

    static void last(Replayed r, Page page) throws IOException {
        page.paragraph(
                2, Ink.DIM, "replayed from the recording in " + r.store() + "; nothing was read of this host now");
    }
}
