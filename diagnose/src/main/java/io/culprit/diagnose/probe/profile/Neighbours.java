package io.culprit.diagnose.probe.profile;

import java.util.HashMap;
import java.util.Map;

/** Addresses of code without symbols and without unwind information: those close together count as one function. */
final class Neighbours {
    /** Further apart than the instructions of one loop are, mostly. */
    private static final long GAP_BYTES = 256;
    /** A chain of near addresses that goes on for longer is more than one function. */
    private static final long MAX_BYTES = 4096;

    private Neighbours() {}

    /** @param sorted in ascending order. @return for each address the first of its neighbourhood */
    static Map<Long, Long> starts(long[] sorted) {
        Map<Long, Long> starts = new HashMap<>();
        for (int i = 0; i < sorted.length; i++) {
            boolean near = i > 0
                    && sorted[i] - sorted[i - 1] <= GAP_BYTES
                    && sorted[i] - starts.getOrDefault(sorted[i - 1], sorted[i]) < MAX_BYTES;
            starts.put(sorted[i], near ? starts.getOrDefault(sorted[i - 1], sorted[i]) : sorted[i]);
        }
        return starts;
    }
}
