package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.cpus;
import static io.culprit.diagnose.judge.Words.percent;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Load.CpuShares;
import io.culprit.model.evidence.Load.Pressure;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.CpuAccount;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Steps 1 and 2: how loaded, and by whom. */
final class LoadQuestions {
    /** Runnable tasks for each CPU: with more than this they queue for most of their time. */
    private static final double QUEUE_PER_CPU = 2;
    /** Shares of the window in which somebody waited. */
    private static final double CPU_STALL = 0.5;

    private static final double IO_STALL = 0.4;
    private static final double FULL_CORE = 0.9;
    private static final double IDLE_OTHERS = 0.4;
    /** Of the busy time; tick accounting errs by less. */
    private static final double UNEXPLAINED = 0.25;

    private static final double UNEXPLAINED_CPUS = 0.5;
    private static final Set<String> CPU_FINDINGS =
            Set.of("syscall-error-loop", "user-space-spin", "lock-contention", "cpu-consumer");

    static final List<Question> ALL = List.of(
            new Asked(
                    "load",
                    1,
                    "Do more tasks want to run than there are CPUs?",
                    Set.of(),
                    e -> e.load().map(l -> load(e, l))),
            new Asked(
                    "pressure",
                    1,
                    "Do tasks wait for CPU, memory or I/O?",
                    Set.of("memory-pressure"),
                    e -> e.load().flatMap(LoadQuestions::pressure)),
            new Asked(
                    "one-core",
                    1,
                    "Is it one core or all of them?",
                    Set.of(),
                    e -> e.load().map(LoadQuestions::oneCore)),
            Asked.of(
                    "consumers",
                    2,
                    "Who uses the CPU?",
                    CPU_FINDINGS,
                    e -> e.usage().map(LoadQuestions::consumers)),
            new Asked(
                    "unaccounted-cpu",
                    2,
                    "Which CPU time do living processes not account for?",
                    Set.of("short-lived-process-storm", "softirq-storm"),
                    e -> e.usage().map(u -> unaccounted(u.account()))));

    private LoadQuestions() {}

    private static Reply load(Evidence e, Load l) {
        int cpus = Math.max(1, e.host().cpus());
        return new Reply(
                String.format(
                                Locale.ROOT,
                                "load %.2f %.2f %.2f on %d CPUs, %.1f tasks runnable, %.1f blocked",
                                l.one(),
                                l.five(),
                                l.fifteen(),
                                cpus,
                                l.meanRunQueue(),
                                l.blocked())
                        + (l.one() > 1.5 * l.fifteen() ? ", rising" : ""),
                l.meanRunQueue() > QUEUE_PER_CPU * cpus);
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

    private static Reply oneCore(Load l) {
        long full = l.perCpu().stream().filter(c -> c.busy() >= FULL_CORE).count();
        double others = l.perCpu().stream()
                .filter(c -> c.busy() < FULL_CORE)
                .mapToDouble(CpuShares::busy)
                .average()
                .orElse(1);
        CpuShares t = l.total();
        String hottest = l.perCpu().stream()
                .max(Comparator.comparingDouble(CpuShares::busy))
                .map(c -> ", hottest CPU " + c.cpu() + " " + percent(c.busy()))
                .orElse("");
        return new Reply(
                percent(t.busy()) + " busy: user " + percent(t.user() + t.nice()) + ", system " + percent(t.system())
                        + ", softirq "
                        + percent(t.softirq()) + ", iowait " + percent(t.iowait()) + hottest
                        + (full == 0
                                ? ", no core is full"
                                : ", " + full + " of " + l.perCpu().size() + " cores are full"),
                full > 0 && l.perCpu().size() > 2 && full * 4 <= l.perCpu().size() && others < IDLE_OTHERS);
    }

    private static String consumers(Usage u) {
        var byProgram = u.processes().stream()
                .filter(p -> !p.kernelThread())
                .collect(Collectors.groupingBy(p -> p.name(), Collectors.summingDouble(p -> p.cpus())));
        String top = byProgram.entrySet().stream()
                .sorted(Comparator.<java.util.Map.Entry<String, Double>>comparingDouble(x -> -x.getValue())
                        .thenComparing(x -> x.getKey()))
                .limit(3)
                .map(x -> x.getKey() + " " + cpus(x.getValue()))
                .collect(Collectors.joining(", "));
        return u.processCount() + " processes, " + u.threadCount() + " threads"
                + (top.isEmpty() ? "" : "; most: " + top);
    }

    private static Reply unaccounted(CpuAccount a) {
        return new Reply(
                cpus(a.busy()) + " busy: living " + cpus(a.living()) + ", kernel threads " + cpus(a.kernelThreads())
                        + ", short-lived " + cpus(a.shortLived()) + ", softirq " + cpus(a.softirq()) + ", irq "
                        + cpus(a.irq()) + ", unexplained " + cpus(a.unexplained()),
                a.unexplained() >= UNEXPLAINED_CPUS && a.unexplained() >= UNEXPLAINED * a.busy());
    }
}
