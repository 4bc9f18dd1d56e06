package io.culprit.report;

import io.culprit.model.recording.Overview;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.RecordingInfo;
import io.culprit.model.recording.Unit;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A recording at a glance. */
public final class InfoText {
    /** Gaps on the page; the document has more. */
    private static final int GAPS = 5;

    private InfoText() {}

    /** @throws IOException when {@code out} does */
    public static void write(RecordingInfo info, ZoneId zone, Appendable out, Style style) throws IOException {
        Page page = new Page(out, style);
        Overview o = info.overview();
        Moments moments = new Moments(o.range(), zone);
        page.line(page.ink(Ink.BOLD, page.safe("recording of " + o.host())));
        page.blank();
        page.labelled("range", Ink.NONE, moments.between(o.range()));
        page.labelled(
                "samples",
                Ink.NONE,
                Figures.count(o.samples())
                        + (info.intervalMillis() > 0 ? ", one each " + Moments.length(info.intervalMillis()) : ""));
        page.labelled(
                "processes",
                Ink.NONE,
                Figures.count(info.processes()) + ", " + Figures.decimal(each(o.processSamples(), o.samples()), 0)
                        + " at a time");
        page.labelled(
                "on disk",
                Ink.NONE,
                Amount.of((double) o.bytes(), Unit.BYTES) + ", "
                        + Figures.decimal(each(o.bytes(), o.processSamples()), 2) + " bytes for a process at a sample");
        page.labelled("gaps", Ink.NONE, gaps(info, moments));
        page.labelled("recorder", Ink.NONE, own(info));
        page.labelled("lost", Ink.NONE, lost(info));
        page.labelled("damage", Ink.NONE, o.damage().isEmpty() ? "none" : String.join("; ", o.damage()));
        if (!info.events().isEmpty()) {
            page.blank();
            for (RecordingEvent e : info.events()) {
                page.paragraph(2, Ink.NONE, moments.whole(e.millis()) + "  " + word(e.kind()) + ": " + e.text());
            }
            if (info.eventCount() > info.events().size()) {
                page.paragraph(2, Ink.DIM, "the newest of " + Figures.count(info.eventCount()) + " events");
            }
        }
    }

    private static double each(long of, long by) {
        return by > 0 ? (double) of / by : Double.NaN;
    }

    private static String gaps(RecordingInfo info, Moments moments) {
        if (info.gaps().isEmpty()) {
            return "none";
        }
        List<String> words = new ArrayList<>();
        for (RecordingInfo.Gap gap :
                info.gaps().subList(0, Math.min(GAPS, info.gaps().size()))) {
            words.add(Moments.length(gap.millis()) + " from " + moments.whole(gap.fromMillis()));
        }
        return String.join(", ", words) + (info.gaps().size() > GAPS ? ", and shorter ones" : "");
    }

    private static String own(RecordingInfo info) {
        List<String> words = new ArrayList<>();
        info.ownCpuPercent().ifPresent(v -> words.add(Amount.of(v, Unit.CPU) + " of a CPU on average"));
        info.ownRssBytes().ifPresent(v -> words.add(Amount.of(v, Unit.BYTES) + " resident at most"));
        info.tookMillis().ifPresent(v -> words.add(Amount.of(v, Unit.MILLISECONDS) + " for a sample on average"));
        info.lateMillis().ifPresent(v -> words.add(Amount.of(v, Unit.MILLISECONDS) + " late at most"));
        return words.isEmpty() ? "not known: nobody recorded it" : String.join(", ", words);
    }

    private static String lost(RecordingInfo info) {
        List<RecordingEvent> lost = info.events().stream()
                .filter(e -> e.kind() == RecordingEvent.Kind.SAMPLES_LOST)
                .toList();
        return lost.isEmpty()
                ? "nothing" + (info.eventCount() > info.events().size() ? " in the newest events" : "")
                : Figures.plural(lost.size(), "time", "times") + ", last: "
                        + lost.getLast().text();
    }

    private static String word(RecordingEvent.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
