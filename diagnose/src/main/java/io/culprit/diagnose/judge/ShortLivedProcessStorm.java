package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Usage.ChildMaker;
import io.culprit.model.evidence.Usage.CpuAccount;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Processes that live milliseconds and that no list of processes ever shows. */
final class ShortLivedProcessStorm implements Judge {
    /** A build on a small host starts some tens a second. */
    private static final double FORKS_PER_SECOND = 100;
    /** Large hosts run many scripts at a time. */
    private static final double FORKS_PER_SECOND_PER_CPU = 4;
    /** Children that compute for longer are work (compilers), not a storm. */
    private static final double CPU_SECONDS_PER_CHILD = 0.02;

    private static final double MIN_CPUS = 0.2;
    /** Of the host's CPUs; a script that lost its pause takes at least a core of a small one. */
    private static final double CRITICAL_SHARE = 0.4;
    /** Of the children's CPU; with less, no one parent is to blame. */
    private static final double MAIN_MAKER_SHARE = 0.5;

    private static final int INIT = 1;

    @Override
    public String id() {
        return "short-lived-process-storm";
    }

    @Override
    public String condition() {
        return "more than " + Words.count((long) FORKS_PER_SECOND) + " processes a second ("
                + (int) FORKS_PER_SECOND_PER_CPU
                + " for each CPU on hosts with more than 25) that end at once, each with less than "
                + Math.round(CPU_SECONDS_PER_CHILD * 1000) + " ms of CPU, together with their parent "
                + Words.cpus(MIN_CPUS) + " or more (critical from " + Words.percent(CRITICAL_SHARE) + " of the host)";
    }

    @Override
    public String advice() {
        return "Look at the loop that starts them: it lost its pause, or should call a library instead of a program.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<Load> load = evidence.load().asOptional();
        Optional<CpuAccount> account = evidence.usage().asOptional().map(u -> u.account());
        if (load.isEmpty() || account.isEmpty()) return List.of();
        double forks = load.get().forksPerSecond();
        double enough = Math.max(FORKS_PER_SECOND, FORKS_PER_SECOND_PER_CPU * Machine.cpus(evidence));
        double children = account.get().shortLived();
        if (!(forks >= enough) || !(children / forks <= CPU_SECONDS_PER_CHILD)) return List.of();
        List<ChildMaker> makers = account.get().childMakers().stream()
                .sorted(Comparator.comparingDouble(ChildMaker::cpus).reversed())
                .toList();
        Optional<ChildMaker> main = makers.stream()
                .findFirst()
                .filter(m -> m.cpus()
                        >= MAIN_MAKER_SHARE
                                * makers.stream().mapToDouble(ChildMaker::cpus).sum());
        Optional<ProcessUsage> parent = main.flatMap(m -> Program.usageOf(evidence, m.parent()));
        double cpus = Math.max(0, children) + parent.map(ProcessUsage::cpus).orElse(0.0);
        if (!(cpus >= MIN_CPUS)) return List.of();
        String who = main.map(m -> Program.label(m.name(), m.parent())).orElse("several parents");
        String whom = main.filter(m -> !m.childNames().isEmpty())
                .map(m -> " named " + m.childNames().getFirst())
                .orElse("");
        String adopted = main.filter(m -> m.parent().pid() == INIT).isPresent()
                ? "; init reaps those whose parents have gone, so somebody else may have started them"
                : "";
        Draft draft = new Draft(
                        this,
                        cpus >= CRITICAL_SHARE * Machine.cpus(evidence) ? Severity.CRITICAL : Severity.WARNING,
                        main.filter(m -> m.parent().pid() != INIT).isPresent() ? Confidence.HIGH : Confidence.MEDIUM,
                        main.map(m -> Subject.process(
                                        parent.map(ProcessUsage::program).orElse(m.name()), m.parent()))
                                .orElse(Subject.host()),
                        who + " starts " + Words.rate(forks) + " short-lived processes a second" + whom + ", "
                                + Words.cpus(cpus))
                .cpus(cpus)
                .fact("/proc/stat", Words.rate(forks) + " processes and threads made a second on the host")
                .fact(
                        "/proc/PID/stat cutime, cstime",
                        "children that ended in the window used " + Words.cpus(children) + ", "
                                + Words.rate(children / forks * 1000) + " ms each" + adopted);
        parent.ifPresent(p ->
                draft.fact("/proc/PID/stat", "their parent itself uses " + Words.cpus(p.cpus()) + " to start them"));
        main.ifPresent(m -> draft.factIf(
                !m.childNames().isEmpty(),
                "/proc/PID/stat",
                "seen alive: " + m.seenChildren() + ", names "
                        + String.join(", ", m.childNames().stream().limit(3).toList())));
        main.ifPresent(m -> draft.verify(
                "timeout 3 strace -f -c -e trace=process -p " + m.parent().pid()));
        return List.of(draft.verify("grep processes /proc/stat; sleep 1; grep processes /proc/stat")
                .finding());
    }
}
