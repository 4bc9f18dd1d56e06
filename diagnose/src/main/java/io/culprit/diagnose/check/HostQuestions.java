package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.duration;
import static io.culprit.diagnose.judge.Words.percent;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.KernelLog.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Steps 12 and 13: what the kernel says, and what kind of host it is. */
final class HostQuestions {
    static final List<Question> ALL = List.of(
            new Asked(
                    "kernel-messages",
                    12,
                    "Did the kernel complain lately?",
                    Set.of(),
                    e -> e.kernelLog().map(HostQuestions::messages)),
            new Asked(
                    "oom-kills",
                    12,
                    "Did the kernel kill anybody for lack of memory?",
                    Set.of("oom-kill"),
                    HostQuestions::kills),
            Asked.of(
                    "cpu-throttling",
                    13,
                    "Does a CPU quota slow a suspect?",
                    Set.of("cgroup-throttling"),
                    HostQuestions::throttling),
            Asked.of(
                    "steal",
                    13,
                    "Does the hypervisor keep the CPU for others?",
                    Set.of("cpu-steal"),
                    e -> e.load().map(l -> percent(l.total().steal()) + " stolen")),
            new Asked(
                    "thermal",
                    13,
                    "Is the CPU slowed down for heat?",
                    Set.of(),
                    e -> e.host().thermalThrottles().map(n -> new Reply(count(n) + " throttle events", n > 0))),
            Asked.of("host", 13, "What kind of host is it?", Set.of(), HostQuestions::host));

    private HostQuestions() {}

    private static Reply messages(KernelLog log) {
        String kinds = log.counts().entrySet().stream()
                .filter(x -> x.getValue() > 0)
                .sorted(Map.Entry.comparingByKey())
                .map(x -> count(x.getValue()) + " "
                        + x.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return new Reply(
                (kinds.isEmpty() ? "nothing of note" : kinds) + " in " + count(log.read()) + " messages of the last "
                        + duration((double) log.lookBackSeconds())
                        + (log.lost() ? ", older ones were overwritten" : ""),
                !kinds.isEmpty());
    }

    private static Answer<Reply> kills(Evidence e) {
        long seen = e.kernelLog()
                .map(l -> l.counts().getOrDefault(Kind.OOM_KILL, 0))
                .orElse(0);
        Answer<Reply> counted = e.memory()
                .flatMap(m -> m.oomKills()
                        .flatMap(now -> m.oomKillsEver()
                                .map(ever -> new Reply(
                                        count(now) + " within the window, " + count(ever) + " since boot",
                                        now > 0 || seen > 0))));
        return counted.isKnown() || !e.kernelLog().isKnown()
                ? counted
                : Answer.known(new Reply(count(seen) + " in the kernel's messages", seen > 0));
    }

    private static Answer<String> throttling(Evidence e) {
        if (e.suspects().isEmpty()) return Answer.known("no suspects");
        long known = e.suspects().stream().filter(s -> s.cgroupCpu().isKnown()).count();
        long throttled = e.suspects().stream()
                .filter(s -> s.cgroupCpu().map(c -> c.throttled() > 0).orElse(false))
                .count();
        return known == 0
                ? e.suspects().getFirst().cgroupCpu().map(c -> "")
                : Answer.known(throttled + " of " + known + " suspects were stopped by a quota");
    }

    private static Answer<String> host(Evidence e) {
        var h = e.host();
        return Answer.known(h.kernel() + " " + h.architecture() + ", " + h.cpus() + " CPUs"
                + h.cpuModel().map(m -> " (" + m + ")").orElse("") + ", up " + duration((double) h.uptimeSeconds())
                + h.virtualization().map(v -> ", virtualization " + v).orElse("")
                + h.container().map(c -> ", container " + c).orElse("")
                + h.clockSource().map(c -> ", clock " + c).orElse(""));
    }
}
