package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Somebody uses much CPU; {@link Ranking} drops it where another finding says why. */
final class CpuConsumer implements Judge {
    /** On small hosts one busy thread is worth a word; a server at 60 % of a core is not. */
    private static final double MIN_CPUS = 0.9;
    /** On large ones a single core is everyday work. */
    private static final double SHARE_OF_HOST = 0.25;

    @Override
    public String id() {
        return "cpu-consumer";
    }

    @Override
    public String condition() {
        return "a program that lived through the window uses " + Words.cpus(MIN_CPUS) + " or more and "
                + Words.percent(SHARE_OF_HOST) + " of the host, and no other finding explains it";
    }

    @Override
    public String advice() {
        return "Nothing looks wrong but the amount: ask whether this work is wanted now, and profile it.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        double enough = Math.max(MIN_CPUS, SHARE_OF_HOST * Machine.cpus(evidence));
        List<Finding> findings = new ArrayList<>();
        for (Program all : Program.all(evidence)) {
            // Compilers and other passing jobs come and go; only who stays can be asked to stop.
            Program program = new Program(
                    all.program(),
                    all.processes().stream()
                            .filter(p -> !p.startedInWindow() && !p.endedInWindow())
                            .toList());
            if (program.processes().isEmpty() || !(program.cpus() >= enough)) continue;
            Program busy = program.busyOnly();
            Draft draft = new Draft(
                            this,
                            Severity.NOTICE,
                            Confidence.HIGH,
                            busy.subject(),
                            busy.label() + " uses " + Words.cpus(busy.cpus())
                                    + ", and nothing looks wrong but the amount")
                    .cpus(busy.cpus())
                    .fact(
                            "/proc/PID/stat",
                            Words.percent(busy.user() / busy.cpus()) + " user, "
                                    + Words.percent(busy.system() / busy.cpus()) + " system, "
                                    + Words.percent(busy.cpus() / Machine.cpus(evidence)) + " of the host's CPUs");
            Profiles.describe(evidence, busy, draft);
            findings.add(
                    draft.verify("top -H -b -n 1 -p " + busy.ids().getFirst().pid())
                            .finding());
        }
        return findings;
    }
}
