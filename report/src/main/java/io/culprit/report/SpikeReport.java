package io.culprit.report;

import io.culprit.model.recording.Spike;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** The spikes of a recording, for a person or for a script ({@code docs/spikes.schema.json}). */
public final class SpikeReport {
    /** Those of one spike; the command under them shows all. */
    private static final int FINDINGS_SHOWN = 3;

    private static final int SIGNAL_COLUMN = 2;

    private SpikeReport() {}

    /**
     * The document of {@code culprit spikes --format json}.
     *
     * @param format version of this document's shape: raised when a field changes its meaning or leaves
     * @param tool what wrote it
     * @param spikes oldest first
     */
    record SpikesDocument(int format, JsonDocument.Tool tool, List<SpikeEntry> spikes) {
        static final int FORMAT = 1;
    }

    /** Writes one document and a newline; {@code out} stays open. */
    public static void json(List<SpikeEntry> spikes, OutputStream out) throws IOException {
        Json.write(
                Shapes.of(SpikesDocument.class),
                new SpikesDocument(SpikesDocument.FORMAT, new JsonDocument.Tool("culprit", Version.current()), spikes),
                out,
                false);
    }

    /** @throws IOException when {@code out} does */
    public static void text(List<SpikeEntry> spikes, Appendable out, Style style) throws IOException {
        Page page = new Page(out, style);
        boolean first = true;
        for (SpikeEntry entry : spikes) {
            if (!first) page.blank();
            first = false;
            entry(entry, page);
        }
    }

    private static void entry(SpikeEntry entry, Page page) throws IOException {
        Spike s = entry.spike();
        page.line(page.ink(Ink.BOLD, page.safe(HeadLine.time(entry.at()))));
        page.paragraph(SIGNAL_COLUMN, Ink.NONE, s.signal().words() + " " + rise(s) + riser(s));
        for (SpikeEntry.Headline h :
                entry.findings().stream().limit(FINDINGS_SHOWN).toList())
            page.paragraph(Page.EVIDENCE_COLUMN, Ink.NONE, h.severity() + ": " + h.title());
        if (entry.findings().size() > FINDINGS_SHOWN)
            page.paragraph(
                    Page.EVIDENCE_COLUMN,
                    Ink.DIM,
                    "and " + Figures.plural(entry.findings().size() - FINDINGS_SHOWN, "more finding", "more findings"));
        if (entry.problem().isPresent())
            page.paragraph(
                    Page.EVIDENCE_COLUMN,
                    Ink.DIM,
                    (entry.evidence().isPresent() ? "evidence unreadable: " : "not investigated: ")
                            + entry.problem().get());
        else if (entry.evidence().isEmpty())
            page.paragraph(Page.EVIDENCE_COLUMN, Ink.DIM, "no evidence: the investigation has not ended, or was ended");
        else {
            if (entry.findings().isEmpty())
                page.paragraph(Page.EVIDENCE_COLUMN, Ink.DIM, "the investigation found nothing wrong");
            // On one line, however long: it is to be copied.
            page.line(" ".repeat(Page.EVIDENCE_COLUMN)
                    + page.ink(
                            Ink.DIM,
                            page.safe("whole: culprit diagnose --from "
                                    + Shell.quoted(entry.evidence().get()))));
        }
    }

    private static String rise(Spike s) {
        boolean share = s.signal().unit().equals("%");
        String unit = s.signal().unit().isEmpty() ? "" : " " + s.signal().unit();
        return figure(s.from(), share) + " → " + figure(s.to(), share) + unit;
    }

    private static String riser(Spike s) {
        return s.riser()
                .map(r -> (s.signal() == Spike.Signal.PROGRAM_CPU ? ", " : ", most by ")
                        + (r.processes() > 1
                                ? r.program() + " × " + Figures.count(r.processes())
                                : r.program() + " (" + r.hottest().pid() + ")")
                        + (s.signal() == Spike.Signal.PROGRAM_CPU
                                ? ""
                                : ": " + figure(r.from(), false) + " → " + figure(r.to(), false) + " CPUs"))
                .orElse("");
    }

    private static String figure(double value, boolean share) {
        double shown = share ? 100 * value : value;
        return String.format(Locale.ROOT, share ? "%.0f" : Math.abs(shown) < 10 ? "%.2f" : "%.1f", shown);
    }
}
