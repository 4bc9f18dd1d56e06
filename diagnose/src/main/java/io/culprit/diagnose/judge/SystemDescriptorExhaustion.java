package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SystemLimits;
import java.util.Comparator;
import java.util.List;

/** The host's table of open files is full, or nearly so. */
final class SystemDescriptorExhaustion implements Judge {
    private static final double FULL = 0.95;
    private static final double NEAR = 0.8;
    private static final int HOLDERS_SHOWN = 3;

    @Override
    public String id() {
        return "system-descriptor-exhaustion";
    }

    @Override
    public String condition() {
        return "open files of the host (file-nr) are " + Words.percent(NEAR) + " or more of file-max (critical from "
                + Words.percent(FULL) + ")";
    }

    @Override
    public String advice() {
        return "Every open fails for all but root when it is full: raise fs.file-max, then deal with the largest holder.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.limits()
                .asOptional()
                .flatMap(l -> l.openFiles().asOptional())
                .filter(f -> f.share() >= NEAR)
                .map(f -> List.of(finding(evidence, f)))
                .orElse(List.of());
    }

    private Finding finding(Evidence evidence, SystemLimits.Fill fill) {
        Draft draft = new Draft(
                        this,
                        fill.share() >= FULL ? Severity.CRITICAL : Severity.WARNING,
                        Confidence.HIGH,
                        Subject.host(),
                        "the host has " + Words.count(fill.used()) + " of " + Words.count(fill.limit()) + " files open")
                .fact("/proc/sys/fs/file-nr", Words.percent(fill.share()) + " of file-max");
        evidence.descriptorUsage().orElse(List.of()).stream()
                .sorted(Comparator.comparingLong(DescriptorUsage::open).reversed())
                .limit(HOLDERS_SHOWN)
                .forEach(d -> draft.fact(
                        "/proc/PID/fd", Program.label(d.name(), d.process()) + " holds " + Words.count(d.open())));
        return draft.verify("cat /proc/sys/fs/file-nr").finding();
    }
}
