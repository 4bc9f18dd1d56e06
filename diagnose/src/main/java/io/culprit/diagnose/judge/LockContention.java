package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Threads that pass their time in futex(2), waking each other to find the lock taken again. */
final class LockContention implements Judge {
    /** Thread pools that hand over work do as many futex calls as reads and writes together, not more. */
    private static final double FUTEX_SHARE = 0.6;

    private static final double SURE_SHARE = 0.8;
    /** Hand-overs of a busy pool, even of a JVM's collector, stay below. */
    private static final double CALLS_PER_SECOND = 1000;
    /** For each CPU-second, when many come too late; the critical sections between two calls are then shorter than 200 µs. */
    private static final double CALLS_PER_CPU_SECOND = 5000;
    /** Without losers it may be a pool that hands over work: then only when the calls are all that it does. */
    private static final double CALLS_PER_CPU_SECOND_WITHOUT_LOSERS = 20_000;
    /** Of the futex calls that find the lock changed: half of them in the scenario, a few percent in pools. */
    private static final double LOSERS = 0.1;

    private static final double MIN_CPUS = 0.2;
    /** Of the CPU time; who computes between two hand-overs spends his time in user space. */
    private static final double SYSTEM_SHARE = 0.2;

    private static final double CRITICAL_CPUS = 0.5;

    @Override
    public String id() {
        return "lock-contention";
    }

    @Override
    public String condition() {
        return "futex is " + Words.percent(FUTEX_SHARE)
                + " or more of the system calls of a program with several threads, at least "
                + Words.count((long) CALLS_PER_SECOND) + " a second and " + Words.count((long) CALLS_PER_CPU_SECOND)
                + " for each second of CPU (" + Words.count((long) CALLS_PER_CPU_SECOND_WITHOUT_LOSERS)
                + " where fewer than " + Words.percent(LOSERS) + " of them come too late), and "
                + Words.percent(SYSTEM_SHARE) + " of its CPU time is in the kernel; critical when it takes "
                + Words.cpus(CRITICAL_CPUS) + " from others who want to run";
    }

    @Override
    public String advice() {
        return "More threads make it slower: find the one lock by a stack of all threads, shorten what is done under it or split it.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        for (Program program : Program.all(evidence))
            if (program.cpus() >= MIN_CPUS && program.threads() > 1)
                // Sampling sees every sleeping thread of an idle pool in futex: it can prove nothing here.
                Trace.of(evidence, program)
                        .filter(t -> !t.sampled())
                        .flatMap(t -> contended(evidence, t))
                        .ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> contended(Evidence evidence, Trace trace) {
        Program program = trace.program();
        long futex = trace.sum(r -> r.name().startsWith("futex"));
        double rate = trace.perSecond(futex);
        long late = trace.sum(r -> r.name().startsWith("futex") && r.errnoName().equals("EAGAIN"));
        boolean losers = late >= LOSERS * futex;
        double enough = losers ? CALLS_PER_CPU_SECOND : CALLS_PER_CPU_SECOND_WITHOUT_LOSERS;
        if (trace.share(futex) < FUTEX_SHARE
                || !(rate >= CALLS_PER_SECOND)
                || !(rate >= enough * program.cpus())
                || !(program.system() >= SYSTEM_SHARE * program.cpus())) return Optional.empty();
        Program busy = program.busyOnly();
        Draft draft = new Draft(
                        this,
                        busy.cpus() >= CRITICAL_CPUS && Machine.contended(evidence)
                                ? Severity.CRITICAL
                                : Severity.WARNING,
                        losers && trace.share(futex) >= SURE_SHARE && !trace.manyLost()
                                ? Confidence.HIGH
                                : Confidence.MEDIUM,
                        busy.subject(),
                        (losers
                                        ? busy.does("fights for a lock: ", "fight for a lock: ")
                                        : busy.does("passes its time in a lock: ", "pass their time in a lock: "))
                                + Words.rate(rate) + " futex calls a second in "
                                + Words.plural(busy.threads(), "thread", "threads") + ", " + Words.cpus(busy.cpus()))
                .cpus(busy.cpus())
                .fact(trace.source(), Words.percent(trace.share(futex)) + " of the system calls are futex")
                .factIf(
                        late > 0,
                        trace.source(),
                        Words.percent((double) late / futex)
                                + " of the futex calls came too late (EAGAIN): another thread had changed the lock meanwhile")
                .fact(
                        "/proc/PID/stat",
                        Words.percent(busy.system() / busy.cpus()) + " of its CPU time is in the kernel");
        Profiles.describe(evidence, busy, draft);
        int pid = busy.ids().getFirst().pid();
        return Optional.of(draft.verify("timeout 5 strace -f -c -e trace=futex -p " + pid)
                .verify("gdb -p " + pid + " -batch -ex 'thread apply all bt'")
                .finding());
    }
}
