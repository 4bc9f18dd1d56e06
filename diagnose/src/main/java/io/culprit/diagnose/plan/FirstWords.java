package io.culprit.diagnose.plan;

import io.culprit.diagnose.judge.Words;
import io.culprit.diagnose.plan.Suspicion.Chosen;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What can be said of the suspect before the answer is complete. */
final class FirstWords {
    /** Below this share of all system calls, no single call is worth a line in advance. */
    private static final double DOMINANT = 0.3;

    private FirstWords() {}

    static String consumers(Usage usage, List<Chosen> suspects, int cpus) {
        if (suspects.isEmpty()) {
            return "no process uses a notable share of the CPU so far";
        }
        String program = suspects.getFirst().program();
        List<ProcessUsage> same = usage.processes().stream()
                .filter(p -> p.program().equals(program) && !p.kernelThread())
                .toList();
        double used = same.stream().mapToDouble(ProcessUsage::cpus).sum();
        String who = same.size() > 1
                ? program + " \u00d7 " + same.size()
                : program + " (" + suspects.getFirst().id().pid() + ")";
        return "suspect: " + who + ", " + Words.cpus(used) + " of " + cpus;
    }

    static Optional<String> calls(SyscallTrace trace) {
        if (trace.calls() <= 0 || trace.tracedSeconds() <= 0) {
            return Optional.empty();
        }
        record Kind(String name, Optional<Integer> fd, String errno) {}
        Map<Kind, Long> byKind = new HashMap<>();
        for (SyscallCount c : trace.counts()) {
            byKind.merge(new Kind(c.name(), c.fd(), c.errnoName()), c.count(), Long::sum);
        }
        return byKind.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .filter(top -> top.getValue() > DOMINANT * trace.calls())
                .map(top -> {
                    Kind k = top.getKey();
                    String fd = k.fd().map(n -> "(fd " + n + ")").orElse("");
                    String outcome = trace.method() == SyscallTrace.Method.SAMPLED ? "" : " = " + k.errno();
                    return String.format(
                            Locale.ROOT,
                            "%.0f %% of the suspects' system calls so far: %s%s%s",
                            100.0 * top.getValue() / trace.calls(),
                            k.name(),
                            fd,
                            outcome);
                });
    }
}
