package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Usage.ChildMaker;
import io.culprit.model.evidence.Usage.CpuAccount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Somebody uses much CPU; what is left when nothing explains it: {@link Ranking} drops it where another finding says why. */
final class CpuConsumer implements Judge {
    /** On small hosts one busy thread is worth a word; a server at 60 % of a core is not. */
    private static final double MIN_CPUS = 0.9;
    /** On large ones a single core is everyday work, and so is a third of the host. */
    private static final double SHARE_OF_HOST = 0.4;
    /** Where nothing is left, the hottest is worth a word though many share the blame. */
    private static final double FULL_HOST = 0.9;

    private static final double SHARE_OF_FULL_HOST = 0.2;
    /** A loop of so few instructions is worth naming: it computes in a tight loop, or waits for nothing. */
    private static final int NARROW_ADDRESSES = 8;

    private static final double CORE_OF_SAMPLES = 0.9;

    @Override
    public String id() {
        return "cpu-consumer";
    }

    @Override
    public String condition() {
        return "a program uses " + Words.cpus(MIN_CPUS) + " or more and "
                + Words.percent(SHARE_OF_HOST) + " of the host, or is the hottest and uses "
                + Words.percent(SHARE_OF_FULL_HOST) + " of a host that is " + Words.percent(FULL_HOST)
                + " busy, and no other finding explains it";
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new Variant(
                        "children",
                        "it is the children of one process that ended within the window, such as a build's"),
                new Variant(
                        "kernel-thread",
                        "it is a kernel thread, which works for others: " + Words.cpus(MIN_CPUS)
                                + " of one is enough on any host"));
    }

    @Override
    public String advice() {
        return "Nothing looks wrong but the amount: ask whether this work is wanted now, and profile it.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        double enough = Math.max(MIN_CPUS, SHARE_OF_HOST * Machine.cpus(evidence));
        // What began within the window comes and goes; only who stays can be asked to stop.
        List<Program> staying = Program.all(evidence).stream()
                .map(p -> p.only(x -> !x.startedInWindow() && !x.endedInWindow()))
                .filter(p -> !p.isEmpty())
                .sorted(Comparator.comparingDouble(Program::cpus).reversed())
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (Program p : staying) if (p.cpus() >= enough) findings.add(program(evidence, p));
        children(evidence, enough).ifPresent(findings::add);
        for (Program p : Program.all(evidence, true)) if (p.cpus() >= MIN_CPUS) findings.add(kernelThread(evidence, p));
        boolean full =
                evidence.load().map(Load::total).map(t -> t.busy() >= FULL_HOST).orElse(false);
        if (findings.isEmpty() && full && !staying.isEmpty()) {
            Program hottest = staying.getFirst();
            if (hottest.cpus() >= SHARE_OF_FULL_HOST * Machine.cpus(evidence)) findings.add(program(evidence, hottest));
        }
        return findings;
    }

    private Finding program(Evidence evidence, Program program) {
        Program busy = program.busyOnly();
        Draft draft = draft(busy.subject(), busy.does("uses", "use"), busy.cpus())
                .fact("/proc/PID/stat", split(busy) + share(evidence, busy.cpus()));
        Profiles.describe(evidence, busy, draft);
        Profiles.Core core = Profiles.core(Profiles.spots(evidence, busy.ids()), CORE_OF_SAMPLES);
        boolean profiled = Profiles.samples(Profiles.spots(evidence, busy.ids())) >= Profiles.MIN_SAMPLES;
        draft.factIf(
                profiled && !core.kernel() && core.addresses() <= NARROW_ADDRESSES,
                "perf cpu-clock",
                Words.percent(CORE_OF_SAMPLES) + " of the samples fell on "
                        + Words.plural(core.addresses(), "instruction", "instructions")
                        + ": it computes in a very tight loop, or waits for something that never comes");
        Trace.of(evidence, busy)
                .filter(t -> !t.sampled() && t.whole().tracedSeconds() > 0)
                .ifPresent(t -> draft.fact(
                        t.source(),
                        Words.rate(t.perSecond(t.calls())) + " system calls a second, none of them in a loop"));
        return draft.verify("top -H -b -n 1 -p " + busy.ids().getFirst().pid()).finding();
    }

    private static String split(Program p) {
        return p.undivided() > 0
                ? ""
                : Words.percent(p.user() / p.cpus()) + " user, " + Words.percent(p.system() / p.cpus()) + " system, ";
    }

    private Optional<Finding> children(Evidence evidence, double enough) {
        Optional<CpuAccount> account = evidence.usage().asOptional().map(u -> u.account());
        return account.map(CpuAccount::childMakers).orElse(List.of()).stream()
                .max(Comparator.comparingDouble(ChildMaker::cpus))
                .filter(m -> m.cpus() >= enough)
                .map(m -> {
                    String names = m.childNames().isEmpty()
                            ? ""
                            : " ("
                                    + String.join(
                                            ", ",
                                            m.childNames().stream().limit(3).toList()) + ")";
                    ProcessId parent = m.parent();
                    String program = Program.usageOf(evidence, parent)
                            .map(p -> p.program())
                            .orElse(m.name());
                    return draft(
                                    Subject.process(program, parent),
                                    "what " + Program.label(m.name(), parent) + " starts" + names + " uses",
                                    m.cpus())
                            .variant("children")
                            .fact(
                                    "/proc/PID/stat cutime, cstime",
                                    share(evidence, m.cpus()) + " in children that ended")
                            .verify("ps -o pid,etimes,time,args --ppid " + parent.pid())
                            .finding();
                });
    }

    private Finding kernelThread(Evidence evidence, Program program) {
        Program busy = program.busyOnly();
        int pid = busy.ids().getFirst().pid();
        return draft(
                        busy.subject(),
                        busy.ids().size() == 1
                                ? "the kernel thread " + busy.label() + " uses"
                                : "the kernel threads " + busy.label() + " use",
                        program.cpus())
                .variant("kernel-thread")
                .fact("/proc/PID/stat", share(evidence, program.cpus()))
                .next("A kernel thread works for others (network, disks, memory): its stack says for whom.")
                .verify("for i in 1 2 3 4 5; do cat /proc/" + pid + "/stack; sleep 1; done")
                .finding();
    }

    private static String share(Evidence evidence, double cpus) {
        return Words.percent(cpus / Machine.cpus(evidence)) + " of the host's CPUs";
    }

    private Draft draft(Subject subject, String whoUses, double cpus) {
        return new Draft(
                        this,
                        Severity.NOTICE,
                        Confidence.HIGH,
                        subject,
                        whoUses + " " + Words.cpus(cpus) + ", and nothing looks wrong but the amount")
                .cpus(cpus);
    }
}
