package io.culprit.model.evidence;

import io.culprit.model.Answer;
import java.util.List;

/**
 * Step 7: limits of the whole host and how full they are.
 *
 * @param openFiles {@code file-nr} against {@code file-max}
 * @param perProcessCeiling {@code nr_open}
 * @param threads tasks against {@code threads-max}; {@code pids} the same tasks against {@code pid_max}
 * @param inotifyInstances largest use by one user against {@code max_user_instances}; likewise watches
 * @param epollWatches ceiling a user, {@code max_user_watches}
 */
public record SystemLimits(
        Answer<Fill> openFiles,
        Answer<Long> perProcessCeiling,
        Answer<Fill> threads,
        Answer<Fill> pids,
        Answer<Fill> inotifyInstances,
        Answer<Fill> inotifyWatches,
        Answer<Long> epollWatches,
        List<String> notes) {

    public SystemLimits {
        notes = List.copyOf(notes);
    }

    /** A use against its limit. */
    public record Fill(long used, long limit) {
        public double share() {
            return limit <= 0 ? 0 : (double) used / limit;
        }
    }
}
