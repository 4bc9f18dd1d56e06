package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.cpus;
import static io.culprit.diagnose.judge.Words.duration;
import static io.culprit.diagnose.judge.Words.percent;
import static io.culprit.diagnose.judge.Words.rate;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.KernelLog.Kind;
import io.culprit.model.evidence.KernelLog.Message;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.Suspect.CgroupCpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Steps 12 and 13: what the kernel says, and what kind of host it is. */
final class HostQuestions {
    /** Of the greatest frequency; turbo alone makes 20 % of difference. */
    private static final double SLOW = 0.6;
    /** Below this a CPU may well save power. */
    private static final double BUSY = 0.8;
    /** Read from a device on each call, and no vDSO helps. */
    private static final Set<String> SLOW_CLOCKS = Set.of("hpet", "acpi_pm", "pit", "jiffies", "refined-jiffies");

    private static final double TICK_SLACK_SECONDS = 1;

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
            new Asked(
                    "suspect-messages",
                    12,
                    "Do the kernel's messages name a suspect?",
                    Set.of(),
                    HostQuestions::ofSuspects),
            Asked.of(
                    "cpu-throttling",
                    13,
                    "Does a CPU quota slow a suspect?",
                    Set.of("cgroup-throttling"),
                    e -> Suspects.each(e, Suspect::cgroupCpu, HostQuestions::throttling, "no suspect has a quota")),
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
            new Asked("cpu-frequency", 13, "At what frequency do the CPUs run?", Set.of(), HostQuestions::frequency),
            new Asked("clock-source", 13, "Is the time cheap to read?", Set.of(), HostQuestions::clock),
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

    private static Answer<String> host(Evidence e) {
        var h = e.host();
        return Answer.known(h.kernel() + " " + h.architecture() + ", " + h.cpus() + " CPUs"
                + h.cpuModel().map(m -> " (" + m + ")").orElse("") + ", up " + duration((double) h.uptimeSeconds())
                + ", virtualization " + h.virtualization().orElse("unknown") + ", container "
                + h.container().orElse("unknown"));
    }

    private static String throttling(Suspect s, CgroupCpu c) {
        return "stopped in " + count(c.throttled()) + " of " + count(c.periods()) + " periods, "
                + rate(c.throttledSeconds()) + " s, quota "
                + c.quotaCpus().map(q -> cpus(q)).orElse("none");
    }

    /** A busy CPU that runs slowly is slowed down; an idle one saves power. */
    private static Answer<Reply> frequency(Evidence e) {
        double busy = e.load().map(l -> l.total().busy()).orElse(0.0);
        return e.host()
                .cpuMhz()
                .map(mhz -> new Reply(
                        rate(mhz) + " MHz"
                                + e.host()
                                        .cpuMaxMhz()
                                        .map(m -> " of " + rate(m))
                                        .orElse("")
                                + " while " + percent(busy) + " busy",
                        busy >= BUSY
                                && e.host().cpuMaxMhz().map(m -> mhz < SLOW * m).orElse(false)));
    }

    private static Answer<Reply> clock(Evidence e) {
        return e.host()
                .clockSource()
                .map(c -> new Reply(
                        c + (SLOW_CLOCKS.contains(c) ? ": each look at the time is a slow read of a device" : ""),
                        SLOW_CLOCKS.contains(c)));
    }

    /** A pid is reused: what the kernel said before the suspect began was said of another. */
    private static Answer<Reply> ofSuspects(Evidence e) {
        return e.kernelLog().map(log -> {
            List<String> own = new ArrayList<>();
            List<String> namesakes = new ArrayList<>();
            for (Message m : log.messages())
                for (Suspect s : e.suspects()) {
                    String text =
                            s.name() + " (" + s.id().pid() + "), " + duration(m.secondsAgo()) + " ago: " + m.text();
                    if (m.pid().equals(Optional.of(s.id().pid())) && m.secondsAgo() <= age(e, s)) own.add(text);
                    else if (m.name().equals(Optional.of(s.name())) && namesakes.isEmpty()) namesakes.add(text);
                }
            if (!own.isEmpty()) return new Reply(own.getLast(), true);
            if (!namesakes.isEmpty()) return Reply.fine("one of the same name: " + namesakes.getFirst());
            return Reply.fine(e.suspects().isEmpty() ? Suspects.NONE : "none names a suspect");
        });
    }

    private static double age(Evidence e, Suspect s) {
        double ticks = Math.max(1, e.host().clockTicksPerSecond());
        return e.host().uptimeSeconds() - s.id().startTicks() / ticks + TICK_SLACK_SECONDS;
    }
}
