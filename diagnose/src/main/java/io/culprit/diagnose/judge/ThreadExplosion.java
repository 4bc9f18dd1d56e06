package io.culprit.diagnose.judge;

import io.culprit.model.Answer;
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
import java.util.List;
import java.util.Optional;

/** A process that makes threads and ends none. */
final class ThreadExplosion implements Judge {
    /** Pools fill up to this many in ordinary servers; a database has some hundreds and stays there. */
    private static final int GROWING_COUNT = 100;

    private static final int GROWTH = 20;
    private static final double PER_SECOND = 2;
    /** More than servers of any size are configured for, on top of ten for each CPU. */
    private static final int STANDING_COUNT = 1500;

    private static final int STANDING_COUNT_PER_CPU = 10;
    private static final double NEAR = 0.8;
    private static final double FULL = 0.95;

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
        for (Suspect s : evidence.suspects())
            s.cgroupPids()
                    .asOptional()
                    .ifPresent(c -> c.limit()
                            .asOptional()
                            .map(limit -> new Fill(c.current(), limit))
                            .filter(f -> f.share() >= NEAR)
                            .ifPresent(f -> findings.add(limit(
                                    Subject.process(s.program(), s.id()),
                                    "the cgroup of " + Program.label(s.name(), s.id()),
                                    "pids.max",
                                    f,
                                    Optional.of(s.id().pid())))));
        evidence.limits().asOptional().ifPresent(l -> {
            host(l.threads(), "threads-max", findings);
            host(l.pids(), "pid_max", findings);
        });
        return findings;
    }

    private void host(Answer<Fill> fill, String limit, List<Finding> findings) {
        fill.asOptional()
                .filter(f -> f.share() >= NEAR)
                .ifPresent(f -> findings.add(limit(Subject.host(), "the host", limit, f, Optional.empty())));
    }

    private Finding limit(Subject subject, String who, String limit, Fill f, Optional<Integer> pid) {
        return new Draft(
                        this,
                        f.share() >= FULL ? Severity.CRITICAL : Severity.WARNING,
                        Confidence.HIGH,
                        subject,
                        who + " has " + Words.count(f.used()) + " of " + Words.count(f.limit()) + " tasks that " + limit
                                + " allows")
                .fact(limit, Words.percent(f.share()) + " of the limit; when it is reached nothing can be started")
                .verify(pid.map(p -> "cat /proc/" + p + "/cgroup")
                        .orElse("ps -eLf | wc -l; sysctl kernel.threads-max kernel.pid_max"))
                .finding();
    }

    private Finding process(Evidence evidence, ProcessUsage p, boolean growing) {
        double rate = p.threadGrowth() / Machine.seconds(evidence);
        long asleep = p.threads().stream().filter(t -> t.state() == 'S').count();
        return new Draft(
                        this,
                        growing ? Severity.WARNING : Severity.NOTICE,
                        growing ? Confidence.HIGH : Confidence.LOW,
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
