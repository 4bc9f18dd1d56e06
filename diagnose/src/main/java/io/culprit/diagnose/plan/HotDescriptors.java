package io.culprit.diagnose.plan;

import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which descriptors of a process are worth resolving: those that its calls use or fail on most. */
final class HotDescriptors {
    /** Beyond these, a descriptor carries too few of the calls to explain anything. */
    private static final int MAX_EACH = 8;
    /** A failed call weighs more than a good one: it is more often the clue. */
    private static final long FAILED_WEIGHT = 4;

    private HotDescriptors() {}

    static List<Integer> of(ProcessId process, Optional<SyscallTrace> trace) {
        Map<Integer, Long> weight = new HashMap<>();
        for (SyscallCount c : trace.map(SyscallTrace::counts).orElse(List.of())) {
            if (c.process().equals(process) && c.fd().isPresent() && c.fd().get() >= 0) {
                long w = Math.max(1, c.count()) * (c.failed() ? FAILED_WEIGHT : 1);
                weight.merge(c.fd().get(), w, Long::sum);
            }
        }
        return weight.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_EACH)
                .map(Map.Entry::getKey)
                .toList();
    }
}
