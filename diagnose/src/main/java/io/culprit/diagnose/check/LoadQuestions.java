package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.percent;
import static io.culprit.diagnose.judge.Words.rate;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Load.CpuShares;
import io.culprit.model.evidence.Load.Pressure;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Step 1: how loaded is the host. */
final class LoadQuestions {
    /** Runnable tasks for each CPU: with more than this they queue for most of their time. */
    private static final double QUEUE_PER_CPU = 2;
    /** Of the last minute against the last quarter of an hour; the average lags, so less is noise. */
    private static final double RISING = 1.5;
    /** Shares of the window in which somebody waited. */
    private static final double CPU_STALL = 0.5;

    private static final double IO_STALL = 0.4;
    /** Of all CPU time; a host with idle cores that wait for disks answers slowly whatever its CPUs could do. */
    private static final double IO_WAIT = 0.3;

    private static final double FULL_CORE = 0.9;
    private static final double IDLE_OTHERS = 0.4;
    private static final int CORES_SHOWN = 3;

    static final List<Question> ALL = List.of(
            new Asked(
                    "load",
                    1,
                    "Do more tasks want to run than there are CPUs?",
                    Set.of(),
                    e -> e.load().map(l -> load(e, l))),
            new Asked(
                    "rising", 1, "Is the load rising?", Set.of(), e -> e.load().map(l -> rising(e, l))),
            new Asked(
                    "pressure",
                    1,
                    "Do tasks wait for CPU, memory or I/O?",
                    Set.of("memory-pressure"),
                    e -> e.load().flatMap(LoadQuestions::pressure)),
            Asked.of(
                    "cpu-split",
                    1,
                    "What does the CPU time go into?",
                    Set.of("softirq-storm", "cpu-steal"),
                    e -> e.load().map(l -> split(l.total()))),
            new Asked(
                    "one-core",
                    1,
                    "Is it one core or all of them?",
                    Set.of(),
                    e -> e.load().map(LoadQuestions::oneCore)),
            new Asked(
                    "io-wait",
                    1,
                    "Do tasks stand still for a disk?",
                    Set.of(),
                    e -> e.load()
                            .map(l -> new Reply(
                                    percent(l.total().iowait()) + " of the CPU time waits for I/O, " + rate(l.blocked())
                                            + " tasks blocked",
                                    l.total().iowait() >= IO_WAIT))));

    private LoadQuestions() {}

    private static int cpusOf(Evidence e) {
        return Math.max(1, e.host().cpus());
    }

    private static Reply load(Evidence e, Load l) {
        return new Reply(
                rate(l.meanRunQueue()) + " tasks runnable and " + rate(l.blocked()) + " blocked on "
                        + count(cpusOf(e)) + " CPUs; load for each CPU " + perCpu(e, l.one()) + " "
                        + perCpu(e, l.five()) + " " + perCpu(e, l.fifteen()),
                l.meanRunQueue() > QUEUE_PER_CPU * cpusOf(e));
    }

    private static String perCpu(Evidence e, double load) {
        return rate(load / cpusOf(e));
    }

    private static Reply rising(Evidence e, Load l) {
        boolean rising = l.one() > RISING * l.fifteen();
        String trend = rising ? "rising" : l.fifteen() > RISING * l.one() ? "falling" : "steady";
        return new Reply(
                trend + ": load " + rate(l.one()) + " over one minute, " + rate(l.five()) + " over five, "
                        + rate(l.fifteen()) + " over fifteen",
                rising && l.one() > cpusOf(e));
    }

    private static Answer<Reply> pressure(Load l) {
        if (!l.cpuPressure().isKnown()
                && !l.memoryPressure().isKnown()
                && !l.ioPressure().isKnown()) return l.cpuPressure().map(p -> Reply.fine(""));
        return Answer.known(new Reply(
                "cpu " + some(l.cpuPressure()) + ", memory " + some(l.memoryPressure()) + ", io "
                        + some(l.ioPressure()),
                l.cpuPressure().map(p -> p.someInWindow() >= CPU_STALL).orElse(false)
                        || l.ioPressure().map(p -> p.someInWindow() >= IO_STALL).orElse(false)));
    }

    private static String some(Answer<Pressure> p) {
        return p.map(x -> percent(x.someInWindow())).orElse("unknown");
    }

    private static String split(CpuShares c) {
        return percent(c.busy()) + " busy: user " + percent(c.user() + c.nice()) + ", system " + percent(c.system())
                + ", softirq " + percent(c.softirq()) + ", irq " + percent(c.irq()) + "; steal " + percent(c.steal())
                + ", iowait " + percent(c.iowait());
    }

    private static Reply oneCore(Load l) {
        long full = l.perCpu().stream().filter(c -> c.busy() >= FULL_CORE).count();
        double others = l.perCpu().stream()
                .filter(c -> c.busy() < FULL_CORE)
                .mapToDouble(CpuShares::busy)
                .average()
                .orElse(1);
        String hottest = l.perCpu().stream()
                .sorted(Comparator.comparingDouble(CpuShares::busy).reversed())
                .limit(CORES_SHOWN)
                .map(c -> "CPU " + c.cpu() + " " + split(c))
                .collect(Collectors.joining(" | "));
        return new Reply(
                (full == 0 ? "no core is full" : full + " of " + l.perCpu().size() + " cores are full")
                        + (hottest.isEmpty() ? "" : "; hottest: " + hottest),
                full > 0 && l.perCpu().size() > 2 && full * 4 <= l.perCpu().size() && others < IDLE_OTHERS);
    }
}
