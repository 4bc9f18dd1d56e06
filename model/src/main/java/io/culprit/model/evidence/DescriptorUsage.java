package io.culprit.model.evidence;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.util.Map;

/**
 * Step 7: descriptors of one process: every suspect, and every other process that comes near its limit or grows.
 *
 * @param open at the last reading
 * @param growth open at the last reading minus open at the first
 * @param steady the count never fell from one reading to the next
 * @param softLimit {@code RLIMIT_NOFILE}
 * @param kinds how many of each kind; may be a bounded sample, then {@code kindsSampled}
 */
public record DescriptorUsage(
        ProcessId process,
        String name,
        String program,
        long open,
        long growth,
        boolean steady,
        Answer<Long> softLimit,
        Answer<Long> hardLimit,
        Answer<Map<DescriptorKind, Integer>> kinds,
        boolean kindsSampled) {}
