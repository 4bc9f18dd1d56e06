package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;
import java.util.List;

/** The hypervisor gives the CPU to other guests. */
final class CpuSteal implements Judge {
    /** A few percent are everyday life of a virtual machine. */
    private static final double SHARE = 0.15;

    private static final double CRITICAL_SHARE = 0.5;

    @Override
    public String id() {
        return "cpu-steal";
    }

    @Override
    public String condition() {
        return "the hypervisor kept " + Words.percent(SHARE) + " or more of the CPU time for others (critical from "
                + Words.percent(CRITICAL_SHARE) + ")";
    }

    @Override
    public String advice() {
        return "No process of this host is to blame: ask who runs the hypervisor, or move the guest.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.load()
                .asOptional()
                .map(Load::total)
                .filter(t -> t.steal() >= SHARE)
                .map(t -> List.of(new Draft(
                                this,
                                t.steal() >= CRITICAL_SHARE ? Severity.CRITICAL : Severity.WARNING,
                                Confidence.HIGH,
                                Subject.host(),
                                "the hypervisor keeps " + Words.percent(t.steal()) + " of the CPU time for others")
                        .cpus(t.steal() * Machine.cpus(evidence))
                        .fact(
                                "/proc/stat",
                                Words.cpus(t.steal() * Machine.cpus(evidence)) + " stolen of " + Machine.cpus(evidence))
                        .verify("vmstat 1 5  # column st")
                        .finding()))
                .orElse(List.of());
    }
}
