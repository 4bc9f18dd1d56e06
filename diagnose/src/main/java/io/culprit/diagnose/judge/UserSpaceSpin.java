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

/**
 * A thread that runs round a few instructions and never asks the kernel for anything, while another thread of its process
 * stands still. Honest arithmetic in a tight loop looks much the same (a product of matrices fell on 4 instructions, a wait for
 * a flag on 1), so where no other thread could be waited for it is left to {@link CpuConsumer}, which names the place too.
 */
final class UserSpaceSpin implements Judge {
    /** Of what a thread that never sleeps can get; a worker that ever waits for anything stays below. */
    private static final double BUSY_OF_FAIR_SHARE = 0.7;
    /** Below this the host is so full that nothing can be said of one thread. */
    private static final double MIN_CPUS = 0.1;
    /** Ticks charge the interrupts that hit a spinning thread to the kernel: a few percent. */
    private static final double USER_SHARE = 0.95;
    /** For each CPU-second; work on data of any use reads, writes or allocates more often. */
    private static final double CALLS_PER_CPU_SECOND = 50;
    /** Who waits touches no new memory; a megabyte a second of it is work. */
    private static final double FAULTS_PER_SECOND = 250;
    /** Loops that wait are a handful of instructions, with a call in them a dozen; loops that compute are dozens and more. */
    private static final int NARROW_ADDRESSES = 16;
    /** Load, compare, jump. */
    private static final int BARE_WAIT_ADDRESSES = 3;
    /** The hottest spots that make up this share of samples are what the thread does. */
    private static final double CORE_OF_SAMPLES = 0.9;

    @Override
    public String id() {
        return "user-space-spin";
    }

    @Override
    public String condition() {
        return "a thread is on the CPU for " + Words.percent(BUSY_OF_FAIR_SHARE)
                + " or more of what it could get, " + Words.percent(USER_SHARE)
                + " of it in user mode, while another thread of its process stands still; the process makes fewer than "
                + Words.count((long) CALLS_PER_CPU_SECOND)
                + " calls for each second of CPU, and in the profile at most "
                + NARROW_ADDRESSES + " instructions make up " + Words.percent(CORE_OF_SAMPLES)
                + " of the samples (sure with " + BARE_WAIT_ADDRESSES
                + "); critical when more tasks want to run than there are CPUs";
    }

    @Override
    public String advice() {
        return "A loop waits, without a pause, for something that another thread should do (or computes in a very tight loop:"
                + " its maker can tell from the function); give the function and a stack of all threads to the maker.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        double busy = Math.max(MIN_CPUS, BUSY_OF_FAIR_SHARE * Machine.fairShare(evidence));
        List<Finding> findings = new ArrayList<>();
        for (Program program : Program.all(evidence)) {
            Program spinning = program.only(p -> spins(p, busy));
            if (!spinning.isEmpty()) finding(evidence, spinning, busy).ifPresent(findings::add);
        }
        return findings;
    }

    private static boolean spins(ProcessUsage p, double busy) {
        long hot = hotThreads(p, busy);
        return hot > 0
                && hot < p.threadCount()
                && p.user() >= USER_SHARE * p.cpus()
                && p.minorFaultsPerSecond() <= FAULTS_PER_SECOND;
    }

    private static long hotThreads(ProcessUsage p, double busy) {
        return p.threads().stream().filter(t -> isHot(t, busy)).count();
    }

    private static boolean isHot(ThreadUsage t, double busy) {
        return t.user() + t.system() >= busy && t.user() >= USER_SHARE * (t.user() + t.system());
    }

    private Optional<Finding> finding(Evidence evidence, Program program, double busy) {
        Optional<Trace> trace = Trace.of(evidence, program)
                .filter(t -> !t.sampled() && t.whole().tracedSeconds() > 0);
        double callsPerCpu =
                trace.map(t -> t.perSecond(t.calls()) / program.cpus()).orElse(0.0);
        if (!(callsPerCpu <= CALLS_PER_CPU_SECOND)) return Optional.empty();
        List<HotSpot> spots = Profiles.spots(evidence, program.ids());
        if (Profiles.samples(spots) < Profiles.MIN_SAMPLES) return Optional.empty();
        Profiles.Core core = Profiles.core(spots, CORE_OF_SAMPLES);
        if (core.addresses() > NARROW_ADDRESSES || core.kernel()) return Optional.empty();
        boolean bare = core.addresses() <= BARE_WAIT_ADDRESSES;
        long threads =
                program.processes().stream().mapToLong(p -> hotThreads(p, busy)).sum();
        String where = " in " + Profiles.name(spots.getFirst());
        Draft draft = new Draft(
                        this,
                        bare && Machine.contended(evidence) ? Severity.CRITICAL : Severity.WARNING,
                        !bare ? Confidence.LOW : trace.isPresent() ? Confidence.HIGH : Confidence.MEDIUM,
                        program.subject(),
                        program.does("spins", "spin") + " in user space" + where + ", "
                                + Words.plural(threads, "thread", "threads") + " of " + program.threads() + ", "
                                + Words.cpus(program.cpus()))
                .cpus(program.cpus())
                .fact(
                        "perf cpu-clock",
                        Words.percent(CORE_OF_SAMPLES) + " of " + Words.count(Profiles.samples(spots))
                                + " samples fell on "
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
                .verify("gdb -p " + pid + " -batch -ex 'thread apply all bt'")
                .finding());
    }
}
