package io.culprit.diagnose.judge;

import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;

/** The size and business of the host, for thresholds that scale with it. */
final class Machine {
    /** Rates over less than this would turn one event into a storm. */
    private static final double SHORTEST_WINDOW_SECONDS = 0.5;

    private Machine() {}

    static int cpus(Evidence evidence) {
        return Math.max(1, evidence.host().cpus());
    }

    /** Seconds of the window, never so few that a division explodes. */
    static double seconds(Evidence evidence) {
        double seconds = evidence.window().seconds();
        return Double.isFinite(seconds) ? Math.max(SHORTEST_WINDOW_SECONDS, seconds) : SHORTEST_WINDOW_SECONDS;
    }

    /** What a thread that never sleeps gets, in CPUs: 1 on a host with idle cores, less where more tasks want to run. */
    static double fairShare(Evidence evidence) {
        double queue = evidence.load().map(Load::meanRunQueue).orElse(0.0);
        double steal = evidence.load().map(l -> l.total().steal()).orElse(0.0);
        double share = queue > cpus(evidence) ? cpus(evidence) / queue : 1;
        return share * (steal > 0 && steal < 1 ? 1 - steal : 1);
    }
}
