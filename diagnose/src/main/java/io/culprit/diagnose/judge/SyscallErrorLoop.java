package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A program that asks the kernel the same thing over and over and is refused each time. */
final class SyscallErrorLoop implements Judge {
    /** Polling once a millisecond is untidy but harmless; a loop is far faster. */
    private static final double FAILURES_PER_SECOND = 1000;
    /** Below this the loop costs nobody anything, unless the host is so full that it can get no more. */
    private static final double MIN_CPUS = 0.2;

    /** A loop never sleeps, so it gets nearly all that a thread can get. */
    private static final double OF_FAIR_SHARE = 0.7;

    private static final double HERD_MIN_CPUS = 0.05;
    /** Half a core gone is what a loop gets even when it has to share the core with another one. */
    private static final double CRITICAL_CPUS = 0.5;
    /** By this factor the CPU of workers that do the same may differ; only the hottest are traced, so the others are cooler. */
    private static final double LIKE_THE_TRACED = 2;

    private static final Set<String> OUT_OF_DESCRIPTORS = Set.of("EMFILE", "ENFILE");

    @Override
    public String id() {
        return "syscall-error-loop";
    }

    @Override
    public String condition() {
        return "processes of one program that use " + Words.cpus(MIN_CPUS)
                + " or more together (less where the host is full) make "
                + Words.count((long) FAILURES_PER_SECOND)
                + " or more calls a second that fail alike (call and error), " + Words.percent(Refusals.LOOP_SHARE)
                + " of their calls, or "
                + Words.count((long) Refusals.STUBBORN_PER_SECOND) + " a second on one descriptor that refuses "
                + Words.percent(Refusals.STUBBORN_SHARE)
                + " of them; not when it has run out of descriptors, that is `descriptor-exhaustion`";
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new Variant("shared-fd", "several processes fail on one object that they share"),
                new Variant(
                        "thundering-herd",
                        "wake-ups succeed, but " + Words.percent(Herd.LOSERS)
                                + " of the reads on a shared descriptor come too late"),
                new Variant(
                        "lookup",
                        Words.percent(Refusals.LOOKUP_SHARE)
                                + " of the calls look for a file or an attribute that is not there"),
                new Variant(
                        "sampled",
                        "calls could only be sampled: nearly always in a read on a non-blocking socket that has nothing to read"));
    }

    @Override
    public String advice() {
        return "The program takes a refusal for a reason to try again at once (unless it polls by design, as some trading and"
                + " media software does): report the call, descriptor and error to its maker, and restart it where that is allowed.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        for (Program program : Program.all(evidence)) {
            if (!(program.cpus() >= HERD_MIN_CPUS)) continue;
            Trace.of(evidence, program)
                    .flatMap(t -> t.sampled()
                            ? SampledLoop.of(evidence, t).map(this::sampled)
                            : loop(evidence, t).or(() -> herd(evidence, t)))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> loop(Evidence evidence, Trace trace) {
        return Refusals.worst(trace)
                .filter(r -> trace.perSecond(r.count()) >= FAILURES_PER_SECOND)
                .filter(r -> !OUT_OF_DESCRIPTORS.contains(r.errno()) || !atLimit(evidence, r.processes()))
                .flatMap(r -> {
                    Program guilty = guilty(trace, r);
                    return guilty.cpus() >= Math.min(MIN_CPUS, OF_FAIR_SHARE * Machine.fairShare(evidence))
                            ? Optional.of(finding(evidence, trace, r, guilty, false))
                            : Optional.empty();
                });
    }

    private Optional<Finding> herd(Evidence evidence, Trace trace) {
        return Herd.of(evidence, trace).map(r -> finding(evidence, trace, r, guilty(trace, r), true));
    }

    /** Those that were seen to fail, and of the untraced ones those that burn as much. */
    private static Program guilty(Trace trace, Refusals r) {
        Set<ProcessId> failing = new HashSet<>(r.processes());
        Set<ProcessId> traced = new HashSet<>(trace.whole().targets());
        double each = trace.program().only(p -> failing.contains(p.id())).cpus() / Math.max(1, failing.size());
        return trace.program()
                .only(p -> failing.contains(p.id())
                        || (!traced.contains(p.id())
                                && p.cpus() * LIKE_THE_TRACED >= each
                                && p.cpus() <= LIKE_THE_TRACED * each
                                && each > 0));
    }

    private Finding finding(Evidence evidence, Trace trace, Refusals refusals, Program program, boolean herd) {
        List<ProcessId> failing = refusals.processes();
        Optional<Descriptor> descriptor = refusals.fd()
                .flatMap(fd -> failing.stream()
                        .flatMap(p -> Trace.descriptor(evidence, p, fd).stream())
                        .findFirst());
        boolean shared = failing.size() > 1
                && descriptor.map(d -> !d.holders().isEmpty()).orElse(false);
        boolean sure = !trace.manyLost()
                && refusals.share() >= Refusals.LOOP_SHARE
                && (refusals.fds().isEmpty() || descriptor.isPresent());
        boolean lookup = refusals.isLookup();
        String does = herd
                ? program.does("is woken for nothing: ", "are a herd woken for nothing: ")
                : lookup
                        ? program.does("looks in vain: ", "look in vain: ")
                        : program.does("spins on a failing ", "spin on a failing ");
        Draft draft = new Draft(
                        this,
                        program.cpus() >= CRITICAL_CPUS && !lookup ? Severity.CRITICAL : Severity.WARNING,
                        lookup
                                ? Confidence.LOW
                                : sure || (herd && descriptor.isPresent()) ? Confidence.HIGH : Confidence.MEDIUM,
                        program.subject(),
                        does + refusals.words() + ", "
                                + Words.rate(trace.perSecond(refusals.count())) + " a second, "
                                + Words.cpus(program.cpus()))
                .cpus(program.cpus())
                .fact(
                        trace.source(),
                        Words.percent(refusals.share()) + (failing.size() == 1 ? " of its" : " of their")
                                + " system calls are " + refusals.words() + ", "
                                + Words.rate(trace.perSecond(refusals.count())) + " a second in "
                                + Words.plural(failing.size(), "traced process", "traced processes"));
        descriptor.ifPresent(d -> draft.fact(
                d.socket().isPresent() ? "sock_diag" : "/proc/PID/fd and fdinfo",
                DescriptorWords.of(d) + (d.holders().isEmpty() ? "" : " (by " + proof(d) + ")")));
        if (herd)
            draft.variant("thundering-herd")
                    .next(
                            "Wake one waiter for each event: EPOLLEXCLUSIVE, SO_REUSEPORT with one socket for each worker, or one reader.");
        else if (lookup)
            draft.variant("lookup")
                    .next(
                            "See with strace whether it is one file that it waits for (a bug) or a search of many (a build, an index).");
        else if (shared) draft.variant("shared-fd");
        cpuSplit(draft, program);
        Profiles.describe(evidence, program, draft);
        draft.factIf(
                trace.manyLost(),
                trace.source(),
                Words.count(trace.whole().lost()) + " events were lost: the counts are lower bounds");
        int pid = failing.getFirst().pid();
        draft.verify("timeout 5 strace -f -c -p " + pid);
        refusals.fd()
                .filter(fd -> fd >= 0)
                .ifPresent(fd ->
                        draft.verify("ls -l /proc/" + pid + "/fd/" + fd + "; cat /proc/" + pid + "/fdinfo/" + fd));
        return draft.finding();
    }

    private Finding sampled(SampledLoop loop) {
        Program busy = loop.trace().program().busyOnly();
        String call = loop.row().name() + "(fd " + loop.fd() + ")";
        Draft draft = new Draft(
                        this,
                        Severity.WARNING,
                        Confidence.LOW,
                        busy.subject(),
                        busy.does("seems", "seem") + " to spin on " + call + ", which has nothing to read, "
                                + Words.cpus(busy.cpus()))
                .variant("sampled")
                .cpus(busy.cpus())
                .fact(
                        loop.trace().source(),
                        Words.percent(loop.trace().share(loop.count())) + " of "
                                + Words.count(loop.trace().calls()) + " samples were in " + call
                                + "; sampling cannot see errors")
                .fact("sock_diag", DescriptorWords.of(loop.descriptor()));
        cpuSplit(draft, busy);
        return draft.verify("timeout 5 strace -f -c -p " + loop.row().process().pid())
                .finding();
    }

    private static void cpuSplit(Draft draft, Program program) {
        draft.fact(
                "/proc/PID/stat",
                Words.cpus(program.cpus()) + " in "
                        + Words.plural(program.processes().size(), "process", "processes") + ": "
                        + Words.percent(program.user() / program.cpus()) + " user, "
                        + Words.percent(program.system() / program.cpus()) + " system");
    }

    /** Without what the walk could not see: that is told once, by the questions. */
    private static String proof(Descriptor d) {
        return d.holderProof().split(";", 2)[0];
    }

    private static boolean atLimit(Evidence evidence, List<ProcessId> processes) {
        Set<ProcessId> failing = new HashSet<>(processes);
        return evidence.descriptorUsage().orElse(List.of()).stream()
                .filter(d -> failing.contains(d.process()))
                .anyMatch(DescriptorExhaustion::isFull);
    }
}
