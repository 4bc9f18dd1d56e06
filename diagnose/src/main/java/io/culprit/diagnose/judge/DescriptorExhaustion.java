package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A process that has used up its descriptors, or nearly so. */
final class DescriptorExhaustion implements Judge {
    /** The last few are closed and opened again between two failures. */
    static final double FULL = 0.97;
    /** Who lives this near to his limit fails at the next burst. */
    static final double NEAR = 0.8;
    /** A sandbox sets a limit this small on purpose, after it has opened what it needs. */
    private static final long SANDBOX_LIMIT = 64;

    private static final int KINDS_SHOWN = 3;

    @Override
    public String id() {
        return "descriptor-exhaustion";
    }

    @Override
    public String condition() {
        return "a process has " + Words.percent(NEAR)
                + " or more of its soft limit of descriptors open, the limit being above " + SANDBOX_LIMIT
                + " (critical from " + Words.percent(FULL) + ")";
    }

    @Override
    public String advice() {
        return "Look at what kind most of them are: raise the limit (prlimit) to gain time, and report the leak to its maker.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        for (DescriptorUsage d : evidence.descriptorUsage().orElse(List.of())) {
            long limit = d.softLimit().orElse(0L);
            if (limit > SANDBOX_LIMIT && d.open() >= limit * NEAR) findings.add(finding(evidence, d, limit));
        }
        return findings;
    }

    private Finding finding(Evidence evidence, DescriptorUsage d, long limit) {
        boolean full = isFull(d);
        long refused = evidence.syscalls()
                .map(t -> t.counts().stream()
                        .filter(c ->
                                c.process().equals(d.process()) && c.errnoName().equals("EMFILE"))
                        .mapToLong(SyscallCount::count)
                        .sum())
                .orElse(0L);
        Draft draft = new Draft(
                        this,
                        full ? Severity.CRITICAL : Severity.WARNING,
                        Confidence.HIGH,
                        Subject.process(d.program(), d.process()),
                        Program.label(d.name(), d.process())
                                + (full ? " is out of descriptors: " : " is near its limit of descriptors: ")
                                + Words.count(d.open()) + " of " + Words.count(limit) + " open")
                .fact(
                        "/proc/PID/fd, /proc/PID/limits",
                        Words.count(d.open()) + " open, soft limit " + Words.count(limit)
                                + d.hardLimit()
                                        .map(h -> ", hard limit " + Words.count(h))
                                        .orElse(""));
        kinds(draft, d);
        // A server that cannot accept is woken again at once: what it burns is this, and nothing else.
        if (refused > 0)
            Program.usageOf(evidence, d.process()).map(ProcessUsage::cpus).ifPresent(draft::cpus);
        return draft.factIf(
                        refused > 0,
                        "system call trace",
                        Words.count(refused) + " calls were refused with EMFILE while traced")
                .verify("ls /proc/" + d.process().pid() + "/fd | wc -l; grep 'open files' /proc/"
                        + d.process().pid() + "/limits")
                .verify("ls -l /proc/" + d.process().pid()
                        + "/fd | awk '{print $NF}' | sort | uniq -c | sort -rn | head")
                .finding();
    }

    static boolean isFull(DescriptorUsage d) {
        return d.softLimit()
                .map(limit -> limit > SANDBOX_LIMIT && d.open() >= limit * FULL)
                .orElse(false);
    }

    static void kinds(Draft draft, DescriptorUsage d) {
        Map<DescriptorKind, Integer> kinds = d.kinds().orElse(Map.of());
        if (kinds.isEmpty()) return;
        List<String> words = kinds.entrySet().stream()
                .sorted(Comparator.<Map.Entry<DescriptorKind, Integer>>comparingInt(e -> -e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(KINDS_SHOWN)
                .map(e -> Words.count(e.getValue()) + " " + e.getKey().words())
                .toList();
        draft.fact("/proc/PID/fd", "by kind: " + String.join(", ", words) + (d.kindsSampled() ? " (of a sample)" : ""));
    }
}
