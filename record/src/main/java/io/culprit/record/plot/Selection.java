package io.culprit.record.plot;

import io.culprit.model.recording.History;
import io.culprit.model.recording.RecordedProcess;
import java.util.function.Predicate;

/**
 * Which processes, in what order, and how many of them.
 *
 * @param wanted asked once for each process and stretch
 * @param top at most so many lines, at least 1
 */
public record Selection(Predicate<RecordedProcess> wanted, History.By by, History.Sort sort, int top) {
    /** More lines than a picture has pixels in height to tell apart; also bounds the memory of what has ended. */
    public static final int MOST = 2000;

    public Selection {
        if (top < 1 || top > MOST) {
            throw new IllegalArgumentException("top " + top);
        }
    }
}
