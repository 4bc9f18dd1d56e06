package io.culprit.record.plot;

import io.culprit.model.recording.History;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.util.Optional;

/** A metric of the chosen processes, in figures. */
public final class HistoryBuilder {
    /** As many as a small picture beside the figures has columns. */
    static final int SPARK = 24;

    private HistoryBuilder() {}

    /** @return empty where the range holds no sample */
    public static Optional<History> build(Recording recording, TimeRange range, Metric metric, Selection selection) {
        return Timeline.of(recording, range, SPARK).map(timeline -> {
            Survey survey = new Survey(metric, selection, timeline).run(recording, range);
            return new History(
                    timeline.host(),
                    metric,
                    selection.by(),
                    selection.sort(),
                    new TimeRange(timeline.fromMillis(), timeline.toMillis()),
                    survey.samples(),
                    survey.contest().matched(),
                    survey.contest().valueless(),
                    survey.contest().best().stream().map(e -> entry(survey, e)).toList());
        });
    }

    private static History.Entry entry(Survey survey, Candidate e) {
        return new History.Entry(
                e.newest(),
                e.processes(),
                e.firstMillis(),
                e.lastMillis(),
                !survey.isAlive(e),
                survey.restarts().of(e.newest().program()),
                e.bins().summary());
    }
}
