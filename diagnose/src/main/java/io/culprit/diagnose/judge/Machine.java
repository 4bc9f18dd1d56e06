package io.culprit.diagnose.judge;

import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Usage.ProcessUsage;

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

    /** A compiler or a JVM that starts grows because it works hard; a process this old has found its size. */
    static final double YOUNG_SECONDS = 120;

    static final double WORKING_HARD_CPUS = 0.3;

    /** Whether growth is what one expects of this process: it is young and works hard. */
    static boolean warmsUp(Evidence evidence, ProcessUsage p) {
        double ticks = Math.max(1, evidence.host().clockTicksPerSecond());
        double age = evidence.host().uptimeSeconds() - p.id().startTicks() / ticks;
        return age < YOUNG_SECONDS && p.cpus() >= WORKING_HARD_CPUS;
    }

    /** Whether who burns a CPU takes it from others: more tasks want to run than there are CPUs. */
    static boolean contended(Evidence evidence) {
        return evidence.load().map(Load::meanRunQueue).orElse(0.0) > cpus(evidence);
    }

    /** What a thread that never sleeps gets, in CPUs: 1 on a host with idle cores, less where more tasks want to run. */
    static double fairShare(Evidence evidence) {
        double queue = evidence.load().map(Load::meanRunQueue).orElse(0.0);
        double steal = evidence.load().map(l -> l.total().steal()).orElse(0.0);
        double share = queue > cpus(evidence) ? cpus(evidence) / queue : 1;
        return share * (steal > 0 && steal < 1 ? 1 - steal : 1);
    }
}
