package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.evidence.CpuProfile.HotSpot;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Usage.ProcessUsage;
import io.culprit.model.evidence.Usage.ThreadUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A thread that runs round a few instructions and never asks the kernel for anything. */
final class UserSpaceSpin implements Judge {
    /** Of what a thread that never sleeps can get; a worker that ever waits for anything stays below. */
    private static final double BUSY_OF_FAIR_SHARE = 0.7;
    /** Below this the host is so full that nothing can be said of one thread. */
    private static final double MIN_CPUS = 0.2;
    /** Ticks charge the interrupts that hit a spinning thread to the kernel: a few percent. */
    private static final double USER_SHARE = 0.95;
    /** For each CPU-second; work on data of any use reads, writes or allocates more often. */
    private static final double CALLS_PER_CPU_SECOND = 50;
    /** Loops that wait are a handful of instructions; loops that compute are dozens and more. */
    private static final int NARROW_ADDRESSES = 24;
    /** The hottest spots that make up this share of samples are what the thread does. */
    private static final double CORE_OF_SAMPLES = 0.9;

    private static final double CRITICAL_CPUS = 0.5;

    @Override
    public String id() {
        return "user-space-spin";
    }

    @Override
    public String condition() {
        return "a thread is on the CPU for " + Words.percent(BUSY_OF_FAIR_SHARE)
                + " or more of what it could get, " + Words.percent(USER_SHARE)
                + " of it in user mode, its process makes fewer than "
                + Words.count((long) CALLS_PER_CPU_SECOND)
                + " calls for each second of CPU, and the profile (where there is one) sees at most "
                + NARROW_ADDRESSES + " instructions make up " + Words.percent(CORE_OF_SAMPLES) + " of the samples";
    }

    @Override
    public String advice() {
        return "A loop waits for something that another thread should do, without a pause; give the function and a stack of all threads to the maker.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        double busy = Math.max(MIN_CPUS, BUSY_OF_FAIR_SHARE * Machine.fairShare(evidence));
        List<Finding> findings = new ArrayList<>();
        for (Program program : Program.all(evidence)) {
            List<ProcessUsage> spinning = program.processes().stream()
                    .filter(p -> p.threads().stream().anyMatch(t -> spins(t, busy)))
                    .filter(p -> mostlyUser(p))
                    .toList();
            if (!spinning.isEmpty())
                finding(evidence, new Program(program.program(), spinning), busy)
                        .ifPresent(findings::add);
        }
        return findings;
    }

    private static boolean spins(ThreadUsage t, double busy) {
        return t.user() + t.system() >= busy && t.user() >= USER_SHARE * (t.user() + t.system());
    }

    private static boolean mostlyUser(ProcessUsage p) {
        return p.user() >= USER_SHARE * p.cpus();
    }

    private Optional<Finding> finding(Evidence evidence, Program program, double busy) {
        Optional<Trace> trace = Trace.of(evidence, program)
                .filter(t -> !t.sampled() && t.whole().tracedSeconds() > 0);
        double callsPerCpu =
                trace.map(t -> t.perSecond(t.calls()) / program.cpus()).orElse(0.0);
        if (callsPerCpu > CALLS_PER_CPU_SECOND) return Optional.empty();
        List<HotSpot> spots = Profiles.spots(evidence, program.ids());
        boolean profiled = Profiles.samples(spots) >= Profiles.MIN_SAMPLES;
        Core core = core(spots);
        if (profiled && (core.addresses() > NARROW_ADDRESSES || core.kernel())) return Optional.empty();
        // Honest arithmetic looks just the same from outside: with neither trace nor profile there is nothing to say.
        if (!profiled && trace.isEmpty()) return Optional.empty();
        long threads = program.processes().stream()
                .flatMap(p -> p.threads().stream())
                .filter(t -> spins(t, busy))
                .count();
        String where = profiled ? " in " + Profiles.name(spots.getFirst()) : "";
        Draft draft = new Draft(
                        this,
                        profiled && program.cpus() >= CRITICAL_CPUS ? Severity.CRITICAL : Severity.WARNING,
                        profiled && trace.isPresent() ? Confidence.HIGH : profiled ? Confidence.MEDIUM : Confidence.LOW,
                        program.subject(),
                        program.label() + " spins in user space" + where + ", "
                                + Words.plural(threads, "thread", "threads") + " of " + program.threads() + ", "
                                + Words.cpus(program.cpus()))
                .cpus(program.cpus());
        if (profiled)
            draft.fact(
                    "perf cpu-clock",
                    Words.percent(CORE_OF_SAMPLES) + " of " + Words.count(Profiles.samples(spots)) + " samples fell on "
                            + Words.plural(core.addresses(), "instruction", "instructions") + where);
        trace.ifPresent(t -> draft.fact(
                t.source(),
                t.calls() == 0
                        ? "not one system call in " + Words.rate(t.whole().tracedSeconds()) + " s of tracing"
                        : Words.rate(t.perSecond(t.calls())) + " system calls a second"));
        draft.fact(
                "/proc/PID/task/TID/stat",
                Words.percent(program.user() / program.cpus())
                        + " of the CPU time is user mode; a thread that never sleeps can get "
                        + Words.cpus(Machine.fairShare(evidence)) + " on this host now");
        int pid = program.ids().getFirst().pid();
        return Optional.of(draft.verify("timeout 5 strace -f -c -p " + pid)
                .verify("top -H -b -n 1 -p " + pid)
                .verify("perf record -g -p " + pid + " -- sleep 5; perf report")
                .finding());
    }

    private record Core(long addresses, boolean kernel) {}

    private static Core core(List<HotSpot> spots) {
        long wanted = (long) Math.ceil(CORE_OF_SAMPLES * Profiles.samples(spots));
        long seen = 0;
        long addresses = 0;
        long kernel = 0;
        for (HotSpot s : spots) {
            if (seen >= wanted) break;
            seen += s.samples();
            addresses += Math.max(1, s.distinctAddresses());
            if (s.kernel()) kernel += s.samples();
        }
        return new Core(addresses, kernel * 2 > seen);
    }
}
