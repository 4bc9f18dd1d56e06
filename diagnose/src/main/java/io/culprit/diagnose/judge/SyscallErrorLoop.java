package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A program that asks the kernel the same thing over and over and is refused each time. */
final class SyscallErrorLoop implements Judge {
    /** An epoll server that drains each socket ends every batch with one EAGAIN: half of its calls at the very worst. */
    private static final double LOOP_SHARE = 0.8;
    /** In a herd each failing read follows a wake-up that succeeded, so failures are below half of all calls. */
    private static final double HERD_SHARE = 0.25;
    /** Of the reads on the contended descriptor: with N waiters, N-1 of N come too late. */
    private static final double HERD_LOSERS = 0.6;
    /** Wake-ups for each failing read: where there are none, nobody woke the readers and it is a plain loop. */
    private static final double HERD_WAKE_UPS = 0.3;
    /** Polling once a millisecond is untidy but harmless; a loop is far faster. */
    private static final double FAILURES_PER_SECOND = 1000;
    /** A herd costs by its wake-ups long before it fills a core. */
    private static final double HERD_FAILURES_PER_SECOND = 500;
    /** Below this the loop costs nobody anything. */
    private static final double MIN_CPUS = 0.2;

    private static final double HERD_MIN_CPUS = 0.05;
    /** Half a core gone is what a loop gets even when it has to share the core with another one. */
    private static final double CRITICAL_CPUS = 0.5;
    /** A sampled trace says nothing of errors; it needs a much clearer picture. */
    private static final double SAMPLED_SHARE = 0.9;

    private static final int SAMPLED_MIN = 50;
    /** Interrupted or begun calls are not refusals; futex belongs to the lock's judge. */
    private static final Set<String> HARMLESS =
            Set.of("EINTR", "EINPROGRESS", "ERESTARTSYS", "ERESTARTNOHAND", "ERESTARTNOINTR", "ERESTART_RESTARTBLOCK");

    private static final Set<String> WAITS =
            Set.of("epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll", "select", "pselect6", "_newselect");
    private static final Set<String> OUT_OF_DESCRIPTORS = Set.of("EMFILE", "ENFILE");

    @Override
    public String id() {
        return "syscall-error-loop";
    }

    @Override
    public String condition() {
        return "a program that uses " + Words.cpus(MIN_CPUS) + " or more makes "
                + Words.count((long) FAILURES_PER_SECOND)
                + " or more calls a second that fail alike (call, descriptor, error), " + Words.percent(LOOP_SHARE)
                + " of all its calls; variant `shared-fd` when several processes fail on one shared object, variant"
                + " `thundering-herd` when wake-ups succeed but " + Words.percent(HERD_LOSERS)
                + " of the reads on a shared descriptor come too late";
    }

    @Override
    public String advice() {
        return "The program takes a refusal for a reason to try again at once; report the call, descriptor and error to its maker,"
                + " and restart it where that is allowed.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        for (Program program : Program.all(evidence)) {
            if (!(program.cpus() >= HERD_MIN_CPUS)) continue;
            Trace.of(evidence, program)
                    .flatMap(t -> t.sampled() ? sampledLoop(evidence, t) : loop(evidence, t))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    private record Kind(String call, Optional<Integer> fd, String errno) {}

    private Optional<Finding> loop(Evidence evidence, Trace trace) {
        Map<Kind, Long> failures = new HashMap<>();
        for (SyscallCount row : trace.rows())
            if (row.failed()
                    && !HARMLESS.contains(row.errnoName())
                    && !row.name().startsWith("futex"))
                failures.merge(new Kind(row.name(), row.fd(), row.errnoName()), row.count(), Long::sum);
        Optional<Map.Entry<Kind, Long>> worst = failures.entrySet().stream()
                .max(Map.Entry.<Kind, Long>comparingByValue()
                        .thenComparing(e -> e.getKey().toString(), Comparator.reverseOrder()));
        if (worst.isEmpty()) return Optional.empty();
        Kind kind = worst.get().getKey();
        // Workers that each opened their own descriptor fail alike under different numbers.
        long count = failures.entrySet().stream()
                .filter(e -> e.getKey().call().equals(kind.call())
                        && e.getKey().errno().equals(kind.errno()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (OUT_OF_DESCRIPTORS.contains(kind.errno()) && atLimit(evidence, trace.program())) return Optional.empty();
        boolean loop = trace.share(count) >= LOOP_SHARE
                && trace.perSecond(count) >= FAILURES_PER_SECOND
                && trace.program().cpus() >= MIN_CPUS;
        if (!loop && !herd(trace, kind, worst.get().getValue())) return Optional.empty();
        return Optional.of(finding(evidence, trace, kind, count, loop));
    }

    private static boolean herd(Trace trace, Kind kind, long failed) {
        if (kind.fd().isEmpty() || !kind.errno().equals("EAGAIN")) return false;
        long won = trace.sum(r -> r.name().equals(kind.call()) && r.fd().equals(kind.fd()) && !r.failed());
        long woken = trace.sum(r -> WAITS.contains(r.name()) && !r.failed());
        long processes = trace.rows().stream()
                .filter(r -> matches(r, kind))
                .map(SyscallCount::process)
                .distinct()
                .count();
        return processes > 1
                && failed >= HERD_LOSERS * ((double) failed + won)
                && woken >= HERD_WAKE_UPS * failed
                && trace.share(failed) >= HERD_SHARE
                && trace.perSecond(failed) >= HERD_FAILURES_PER_SECOND;
    }

    private static boolean matches(SyscallCount row, Kind kind) {
        return row.name().equals(kind.call())
                && row.fd().equals(kind.fd())
                && row.errnoName().equals(kind.errno());
    }

    private Finding finding(Evidence evidence, Trace trace, Kind kind, long count, boolean loop) {
        List<ProcessId> failing = trace.rows().stream()
                .filter(r -> r.name().equals(kind.call()) && r.errnoName().equals(kind.errno()))
                .sorted(Comparator.comparingLong(SyscallCount::count).reversed())
                .map(SyscallCount::process)
                .distinct()
                .toList();
        // Only some of many workers are traced; those who burn as much as the traced ones do the same.
        Program program = trace.program().busyOnly();
        Optional<Descriptor> descriptor = kind.fd()
                .flatMap(fd -> failing.stream()
                        .flatMap(p -> Trace.descriptor(evidence, p, fd).stream())
                        .findFirst());
        boolean shared = failing.size() > 1
                && descriptor.map(d -> !d.holders().isEmpty()).orElse(false);
        // Without the holders, the same number in several workers of one program is a strong hint but no proof.
        boolean likelyShared = shared || (!loop && failing.size() > 1);
        boolean sure = !trace.manyLost() && (kind.fd().isEmpty() || descriptor.isPresent());
        String call = kind.call() + kind.fd().map(fd -> "(fd " + fd + ")").orElse("");
        Draft draft = new Draft(
                        this,
                        program.cpus() >= CRITICAL_CPUS ? Severity.CRITICAL : Severity.WARNING,
                        sure ? Confidence.HIGH : Confidence.MEDIUM,
                        program.subject(),
                        program.label() + (loop ? " spins on a failing " : " is a herd woken for nothing: ") + call
                                + " = "
                                + kind.errno() + ", " + Words.rate(trace.perSecond(count)) + " a second, "
                                + Words.cpus(program.cpus()))
                .cpus(program.cpus());
        draft.fact(
                trace.source(),
                Words.percent(trace.share(count)) + " of their system calls are " + call + " = " + kind.errno() + ", "
                        + Words.rate(trace.perSecond(count)) + " a second in "
                        + Words.plural(failing.size(), "traced process", "traced processes"));
        descriptor.ifPresent(d -> draft.fact(
                d.socket().isPresent() ? "sock_diag" : "/proc/PID/fd and fdinfo",
                DescriptorWords.of(d) + (d.holders().isEmpty() ? "" : " (by " + d.holderProof() + ")")));
        if (!loop) draft.variant("thundering-herd");
        else if (likelyShared) draft.variant("shared-fd");
        if (!loop)
            draft.next(
                    "Wake one waiter for each event: EPOLLEXCLUSIVE, SO_REUSEPORT with one socket for each worker, or one reader.");
        cpuSplit(draft, program);
        Profiles.describe(evidence, program, draft);
        draft.factIf(
                trace.manyLost(),
                trace.source(),
                Words.count(trace.whole().lost()) + " events were lost: the counts are lower bounds");
        int pid = failing.getFirst().pid();
        draft.verify("timeout 5 strace -f -c -p " + pid);
        kind.fd()
                .ifPresent(fd ->
                        draft.verify("ls -l /proc/" + pid + "/fd/" + fd + "; cat /proc/" + pid + "/fdinfo/" + fd));
        return draft.finding();
    }

    private static void cpuSplit(Draft draft, Program program) {
        draft.fact(
                "/proc/PID/stat",
                Words.cpus(program.cpus()) + " in "
                        + Words.plural(program.processes().size(), "process", "processes") + ": "
                        + Words.percent(program.user() / program.cpus()) + " user, "
                        + Words.percent(program.system() / program.cpus()) + " system");
    }

    /** Errors are unknown here: only a call that cannot have succeeded (non-blocking, nothing to read) is worth a word. */
    private Optional<Finding> sampledLoop(Evidence evidence, Trace trace) {
        Program program = trace.program();
        if (!(program.cpus() >= CRITICAL_CPUS)) return Optional.empty();
        Optional<SyscallCount> top = trace.rows().stream()
                .filter(r -> r.fd().isPresent())
                .max(Comparator.comparingLong(SyscallCount::count));
        if (top.isEmpty()) return Optional.empty();
        SyscallCount row = top.get();
        int fd = row.fd().orElseThrow();
        long count = trace.sum(r -> r.name().equals(row.name()) && r.fd().equals(row.fd()));
        Optional<Descriptor> descriptor = Trace.descriptor(evidence, row.process(), fd);
        boolean nothingToRead = descriptor
                .filter(Descriptor::nonBlocking)
                .flatMap(Descriptor::socket)
                .map(SocketInfo::receiveQueue)
                .filter(q -> q == 0)
                .isPresent();
        boolean reads = row.name().startsWith("recv")
                || row.name().startsWith("read")
                || row.name().startsWith("accept");
        if (!reads || !nothingToRead || count < SAMPLED_MIN || trace.share(count) < SAMPLED_SHARE)
            return Optional.empty();
        Program busy = program.busyOnly();
        Draft draft = new Draft(
                        this,
                        Severity.WARNING,
                        Confidence.LOW,
                        busy.subject(),
                        busy.label() + " seems to spin on " + row.name() + "(fd " + fd
                                + "), which has nothing to read, " + Words.cpus(busy.cpus()))
                .cpus(busy.cpus())
                .fact(
                        trace.source(),
                        Words.percent(trace.share(count)) + " of " + Words.count(trace.calls()) + " samples were in "
                                + row.name() + "(fd " + fd + "); sampling cannot see errors")
                .fact("sock_diag", DescriptorWords.of(descriptor.orElseThrow()));
        cpuSplit(draft, busy);
        return Optional.of(
                draft.verify("timeout 5 strace -f -c -p " + row.process().pid()).finding());
    }

    private static boolean atLimit(Evidence evidence, Program program) {
        return evidence.descriptorUsage().orElse(List.of()).stream()
                .filter(d -> program.ids().contains(d.process()))
                .anyMatch(SyscallErrorLoop::isFull);
    }

    private static boolean isFull(DescriptorUsage d) {
        return d.softLimit()
                .map(limit -> d.open() >= limit * DescriptorExhaustion.FULL)
                .orElse(false);
    }
}
