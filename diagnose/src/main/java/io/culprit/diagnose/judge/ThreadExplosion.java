package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SystemLimits.Fill;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A process that makes threads and ends none. */
final class ThreadExplosion implements Judge {
    /** Pools fill up to 200 in ordinary servers when the load comes (Tomcat's default); a database stays where it is. */
    private static final int GROWING_COUNT = 250;
    /** No usual pool is still growing here. */
    private static final int SURE_COUNT = 500;

    private static final int GROWTH = 20;
    private static final double PER_SECOND = 2;
    /** More than servers of any size are configured for, on top of ten for each CPU. */
    private static final int STANDING_COUNT = 1500;

    private static final int STANDING_COUNT_PER_CPU = 10;
    private static final double NEAR = 0.8;
    private static final double FULL = 0.95;
    private static final int HOLDERS_SHOWN = 3;

    @Override
    public String id() {
        return "thread-explosion";
    }

    @Override
    public String condition() {
        return "a process with " + GROWING_COUNT + " or more threads made " + GROWTH + " more within the window ("
                + (int) PER_SECOND + " a second), or has more than " + STANDING_COUNT + " plus "
                + STANDING_COUNT_PER_CPU + " for each CPU, or the host or a cgroup has used " + Words.percent(NEAR)
                + " of the threads or pids that it may";
    }

    @Override
    public String advice() {
        return "Look at where the threads stand (a stack of all of them): they wait for something without a timeout, or a pool has no bound.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        List<ProcessUsage> processes = evidence.usage().map(u -> u.processes()).orElse(List.of()).stream()
                .filter(p -> !p.kernelThread())
                .sorted(Comparator.comparingInt(ProcessUsage::threadCount).reversed())
                .toList();
        for (ProcessUsage p : processes) {
            boolean growing = p.threadCount() >= GROWING_COUNT
                    && p.threadGrowth() >= GROWTH
                    && p.threadGrowth() / Machine.seconds(evidence) >= PER_SECOND;
            boolean many = p.threadCount() > STANDING_COUNT + (long) STANDING_COUNT_PER_CPU * Machine.cpus(evidence);
            if (growing || many) findings.add(process(evidence, p, growing));
        }
        Set<String> told = new HashSet<>();
        for (Suspect s : evidence.suspects())
            s.cgroupPids()
                    .asOptional()
                    .filter(c -> c.limit()
                                    .map(limit -> isNear(new Fill(c.current(), limit)))
                                    .orElse(false)
                            && told.add(c.path()))
                    .ifPresent(c -> findings.add(limit(
                            processes,
                            Subject.process(s.program(), s.id()),
                            "the cgroup of " + Program.label(s.name(), s.id()),
                            "pids.max",
                            new Fill(c.current(), c.limit().orElse(0L)),
                            "grep -s . /sys/fs/cgroup{,/pids}" + Words.quoted(c.path()) + "/pids.{max,current}")));
        // The same tasks count against both; the fuller one is the one that will refuse.
        evidence.limits()
                .asOptional()
                .ifPresent(l -> Stream.of(
                                new Limit("threads-max", l.threads().orElse(NO_LIMIT)),
                                new Limit("pid_max", l.pids().orElse(NO_LIMIT)))
                        .filter(x -> isNear(x.fill()))
                        .max(Comparator.comparingDouble(x -> x.fill().share()))
                        .ifPresent(x -> findings.add(limit(
                                processes,
                                Subject.host(),
                                "the host",
                                x.name(),
                                x.fill(),
                                "ps -eLf | wc -l; sysctl kernel.threads-max kernel.pid_max"))));
        return findings;
    }

    private record Limit(String name, Fill fill) {}

    private static final Fill NO_LIMIT = new Fill(0, 0);

    private static boolean isNear(Fill f) {
        return f.share() >= NEAR;
    }

    private Finding limit(
            List<ProcessUsage> largestFirst, Subject subject, String who, String limit, Fill f, String verify) {
        Draft draft = new Draft(
                        this,
                        f.share() >= FULL ? Severity.CRITICAL : Severity.WARNING,
                        Confidence.HIGH,
                        subject,
                        who + " has " + Words.count(f.used()) + " of " + Words.count(f.limit()) + " tasks that " + limit
                                + " allows")
                .fact(limit, Words.percent(f.share()) + " of the limit; when it is reached nothing can be started");
        largestFirst.stream()
                .limit(HOLDERS_SHOWN)
                .forEach(p -> draft.fact(
                        "/proc/PID/stat",
                        Program.label(p.name(), p.id()) + " has "
                                + Words.plural(p.threadCount(), "thread", "threads")));
        return draft.verify(verify).finding();
    }

    private Finding process(Evidence evidence, ProcessUsage p, boolean growing) {
        double rate = p.threadGrowth() / Machine.seconds(evidence);
        long asleep = p.threads().stream().filter(t -> t.state() == 'S').count();
        return new Draft(
                        this,
                        growing ? Severity.WARNING : Severity.NOTICE,
                        !growing ? Confidence.LOW : p.threadCount() >= SURE_COUNT ? Confidence.HIGH : Confidence.MEDIUM,
                        Subject.process(p.program(), p.id()),
                        Program.label(p.name(), p.id()) + " has " + Words.count(p.threadCount()) + " threads"
                                + (growing ? ", " + Words.rate(rate) + " more a second" : ""))
                .fact(
                        "/proc/PID/stat",
                        Words.count(p.threadCount()) + " threads, " + Words.count(p.threadGrowth())
                                + " more than when the window began")
                .factIf(
                        !p.threads().isEmpty(),
                        "/proc/PID/task/TID/stat",
                        asleep + " of the " + p.threads().size() + " looked at sleep; all together use "
                                + Words.cpus(p.cpus()))
                .verify("grep Threads /proc/" + p.id().pid() + "/status; sleep 5; grep Threads /proc/" + p.id().pid()
                        + "/status")
                .finding();
    }
}
