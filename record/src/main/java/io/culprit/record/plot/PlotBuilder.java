package io.culprit.record.plot;

import io.culprit.model.recording.History;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.Plot;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A metric of the chosen processes, as a picture needs it. */
public final class PlotBuilder {
    /** About one for each pixel of a picture. */
    public static final int MOST_BUCKETS = 1000;
    /** Fewer make steps that a person sees. */
    private static final int FEWEST_BUCKETS = 100;
    /** Of all lines together while they are gathered: a third of the heap that our start script grants. */
    private static final long MOST_BYTES = 50L << 20;
    /** Least and greatest. */
    private static final int BYTES_OF_A_BUCKET = 2 * Float.BYTES;

    private PlotBuilder() {}

    /** @return empty where the range holds no sample */
    public static Optional<Plot> build(Recording recording, TimeRange range, Metric metric, Selection selection) {
        return Timeline.of(recording, range, buckets(recording)).map(timeline -> {
            Survey survey = new Survey(metric, selection, timeline).run(recording, range);
            List<Candidate> chosen = survey.contest().best();
            List<Plot.Mark> marks = new ArrayList<>(Marks.of(recording.events(range), timeline));
            marks.addAll(Marks.restarts(survey.restarts(), chosen));
            return new Plot(
                    title(timeline.host(), metric, selection, survey, chosen.size()),
                    metric.unit(),
                    timeline.fromMillis(),
                    timeline.bucketMillis(),
                    timeline.buckets(),
                    chosen.stream()
                            .map(e -> line(e, selection.by()))
                            .sorted(Comparator.comparingDouble(Plot.Line::last).reversed())
                            .toList(),
                    Marks.tidied(marks));
        });
    }

    /** Processes that live at a time cost memory, those that ended do not. */
    private static int buckets(Recording recording) {
        Optional<Overview> overview = recording.overview();
        if (overview.isEmpty()) {
            return MOST_BUCKETS;
        }
        long alive =
                overview.get().processSamples() / Math.max(1, overview.get().samples()) + 1;
        return Math.clamp(MOST_BYTES / (alive * BYTES_OF_A_BUCKET), FEWEST_BUCKETS, MOST_BUCKETS);
    }

    private static Plot.Line line(Candidate e, History.By by) {
        String label = switch (by) {
            case PROCESS -> e.newest().name() + " " + e.newest().id().pid();
            case PROGRAM -> e.newest().program() + (e.processes() > 1 ? " (" + e.processes() + ")" : "");
        };
        Bins bins = e.bins();
        return new Plot.Line(label, List.of(e.newest()), bins.leastByBucket(), bins.greatestByBucket(), bins.last());
    }

    private static String title(String host, Metric metric, Selection selection, Survey survey, int shown) {
        String what = selection.by() == History.By.PROCESS ? "process" : "program";
        String many = selection.by() == History.By.PROCESS ? "processes" : "programs";
        long with = survey.contest().matched() - survey.contest().valueless();
        String which = with > shown ? "the first " + shown + " of " + with + " " : shown + " ";
        return metric.word() + " of " + which + (with == 1 ? what : many) + " on " + host;
    }
}
