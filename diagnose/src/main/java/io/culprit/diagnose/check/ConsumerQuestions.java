package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.cpus;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ChildMaker;
import io.culprit.model.evidence.Usage.CpuAccount;
import io.culprit.model.evidence.Usage.ProcessUsage;
import io.culprit.model.evidence.Usage.ThreadUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Step 2: who uses the CPU. */
final class ConsumerQuestions {
    /** Of the busy time; tick accounting errs by less. */
    private static final double UNEXPLAINED = 0.25;

    private static final double UNEXPLAINED_CPUS = 0.5;
    private static final int SHOWN = 3;
    /** A thread below two ticks a second is not worth its name. */
    private static final double THREAD_WORTH_CPUS = 0.02;

    private static final Set<String> CPU_FINDINGS =
            Set.of("syscall-error-loop", "user-space-spin", "lock-contention", "cpu-consumer");

    static final List<Question> ALL = List.of(
            Asked.of(
                    "consumers",
                    2,
                    "Who uses the CPU?",
                    CPU_FINDINGS,
                    e -> e.usage().map(ConsumerQuestions::consumers)),
            Asked.of(
                    "hot-threads",
                    2,
                    "Which of their threads?",
                    Set.of("user-space-spin"),
                    e -> e.usage().map(ConsumerQuestions::threads)),
            new Asked(
                    "unaccounted-cpu",
                    2,
                    "Which CPU time do living processes not account for?",
                    Set.of("short-lived-process-storm", "softirq-storm", "cpu-consumer/children"),
                    e -> e.usage().map(u -> unaccounted(u.account()))));

    private ConsumerQuestions() {}

    private record Group(String name, int processes, double cpus) {}

    private static String consumers(Usage u) {
        var byProgram = u.processes().stream()
                .filter(p -> !p.kernelThread())
                .collect(Collectors.groupingBy(ProcessUsage::program));
        String top = byProgram.values().stream()
                .map(all -> new Group(
                        all.getFirst().name(),
                        all.size(),
                        all.stream().mapToDouble(ProcessUsage::cpus).sum()))
                .sorted(Comparator.comparingDouble(Group::cpus).reversed().thenComparing(Group::name))
                .limit(SHOWN)
                .map(g -> g.name() + (g.processes() > 1 ? " × " + count(g.processes()) : "") + " " + cpus(g.cpus()))
                .collect(Collectors.joining(", "));
        return count(u.processCount()) + " processes, " + count(u.threadCount()) + " threads"
                + (top.isEmpty() ? "" : "; most: " + top);
    }

    private record Hot(ProcessUsage process, ThreadUsage thread) {
        double used() {
            return thread.user() + thread.system();
        }

        String words() {
            return thread.name() + " (" + thread.tid() + ") of " + process.name() + " ("
                    + process.id().pid() + ") " + cpus(used());
        }
    }

    private static String threads(Usage u) {
        String hottest = u.processes().stream()
                .flatMap(p -> p.threads().stream().map(t -> new Hot(p, t)))
                .filter(h -> h.used() >= THREAD_WORTH_CPUS)
                .sorted(Comparator.comparingDouble(Hot::used).reversed())
                .limit(SHOWN)
                .map(Hot::words)
                .collect(Collectors.joining(", "));
        return hottest.isEmpty() ? "none uses a notable part of a CPU" : hottest;
    }

    private static Reply unaccounted(CpuAccount a) {
        String makers = a.childMakers().stream()
                .filter(m -> m.cpus() > 0)
                .sorted(Comparator.comparingDouble(ChildMaker::cpus).reversed())
                .limit(SHOWN)
                .map(ConsumerQuestions::maker)
                .collect(Collectors.joining(", "));
        return new Reply(
                cpus(a.busy()) + " busy: living " + cpus(a.living()) + ", kernel threads " + cpus(a.kernelThreads())
                        + ", short-lived " + cpus(a.shortLived()) + (makers.isEmpty() ? "" : " (" + makers + ")")
                        + ", softirq " + cpus(a.softirq()) + ", irq " + cpus(a.irq()) + ", unexplained "
                        + cpus(a.unexplained()) + "; steal " + cpus(a.steal()),
                a.unexplained() >= UNEXPLAINED_CPUS && a.unexplained() >= UNEXPLAINED * a.busy());
    }

    private static String maker(ChildMaker m) {
        return "children of " + m.name() + " (" + m.parent().pid() + ")"
                + (m.childNames().isEmpty() ? "" : " such as " + m.childNames().getFirst())
                + ", " + count(m.seenChildren()) + " seen" + ", " + cpus(m.cpus());
    }
}
