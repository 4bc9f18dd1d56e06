package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.percent;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.Answer;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.ProtocolMemory.Pages;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SystemLimits.Fill;
import java.util.List;
import java.util.Set;

/** Steps 7 to 9: how full are the limits. */
final class LimitQuestions {
    /** Where a limit that no judge watches becomes worth a word. */
    private static final double NEAR = 0.8;

    static final List<Question> ALL = List.of(
            Asked.of(
                    "process-fds",
                    7,
                    "Is a process near its limit of descriptors?",
                    Set.of("descriptor-exhaustion", "descriptor-growth"),
                    e -> e.descriptorUsage().map(LimitQuestions::fullest)),
            Asked.of(
                    "fd-kinds",
                    7,
                    "What kinds of descriptors do those who hold most hold?",
                    Set.of("descriptor-growth", "socket-leak"),
                    DescriptorQuestions::kindsOf),
            Asked.of(
                    "system-fds",
                    7,
                    "Is the host near its limit of open files?",
                    Set.of("system-descriptor-exhaustion"),
                    e -> e.limits().flatMap(l -> l.openFiles().map(LimitQuestions::words))),
            Asked.of(
                    "fd-ceiling",
                    7,
                    "How far can the limits of descriptors be raised?",
                    Set.of(),
                    e -> e.limits().flatMap(l -> l.perProcessCeiling().map(n -> "nr_open " + count(n) + highest(e)))),
            Asked.of(
                    "threads",
                    7,
                    "Are there too many threads?",
                    Set.of("thread-explosion"),
                    e -> e.limits()
                            .flatMap(l ->
                                    l.threads().flatMap(t -> l.pids().map(p -> words(t) + "; pids " + words(p))))),
            new Asked(
                    "cgroup-pids", 7, "Is a suspect's cgroup near its limit of tasks?", Set.of(), LimitQuestions::pids),
            new Asked("inotify", 7, "Is a user near his limits of inotify?", Set.of(), LimitQuestions::inotify),
            Asked.of(
                    "epoll",
                    7,
                    "How much may a user watch with epoll?",
                    Set.of(),
                    e -> e.limits().flatMap(l -> l.epollWatches().map(n -> "max_user_watches " + count(n)))),
            Asked.of(
                    "tcp-memory",
                    8,
                    "Is TCP short of memory?",
                    Set.of("tcp-memory-pressure"),
                    e -> e.protocolMemory().flatMap(m -> m.tcp().map(LimitQuestions::pages))),
            new Asked(
                    "udp-memory",
                    8,
                    "Is UDP short of memory?",
                    Set.of(),
                    e -> e.protocolMemory()
                            .flatMap(m -> m.udp()
                                    .map(p -> new Reply(pages(p), p.pressure() > 0 && p.used() >= p.pressure())))),
            new Asked(
                    "tcp-pressure",
                    8,
                    "Did TCP cut queues or abort connections for want of memory?",
                    Set.of("tcp-memory-pressure"),
                    e -> e.protocolMemory()
                            .map(m -> new Reply(
                                    count(m.pressureEvents()) + " times under pressure, " + count(m.pruned())
                                            + " packets pruned, " + count(m.abortedOnMemory())
                                            + " connections aborted within the window",
                                    m.abortedOnMemory() > 0))),
            Asked.of(
                    "orphans",
                    9,
                    "Are there too many orphaned sockets?",
                    Set.of("orphan-pressure"),
                    e -> e.protocolMemory().flatMap(m -> m.orphans().map(LimitQuestions::words))),
            new Asked(
                    "time-wait",
                    9,
                    "Is the table of TIME_WAIT sockets full?",
                    Set.of(),
                    e -> e.protocolMemory().flatMap(m -> m.timeWait().map(LimitQuestions::near))));

    private LimitQuestions() {}

    static String words(Fill f) {
        return count(f.used()) + " of " + count(f.limit()) + " (" + percent(f.share()) + ")";
    }

    static Reply near(Fill f) {
        return new Reply(words(f), f.share() >= NEAR);
    }

    private static Answer<Reply> inotify(Evidence e) {
        return e.limits()
                .flatMap(l -> l.inotifyInstances()
                        .flatMap(i -> l.inotifyWatches()
                                .map(w -> new Reply(
                                        "instances " + words(i) + ", watches " + words(w),
                                        i.share() >= NEAR || w.share() >= NEAR))));
    }

    private static String highest(Evidence e) {
        return e.descriptorUsage().orElse(List.of()).stream()
                .flatMap(d -> d.hardLimit().asOptional().stream())
                .max(Long::compare)
                .map(n -> "; the highest hard limit of those looked at is " + count(n))
                .orElse("");
    }

    private static Answer<Reply> pids(Evidence e) {
        return Suspects.each(
                        e,
                        Suspect::cgroupPids,
                        (s, c) -> c.limit()
                                .map(limit -> words(new Fill(c.current(), limit)))
                                .orElse(""),
                        "no suspect's cgroup has a limit")
                .map(text -> new Reply(
                        text,
                        e.suspects().stream()
                                .flatMap(s -> s.cgroupPids().asOptional().stream())
                                .anyMatch(c -> new Fill(c.current(), c.limit().orElse(0L)).share() >= NEAR)));
    }

    private static String pages(Pages p) {
        return count(p.used()) + " pages of " + count(p.sockets()) + " sockets; pressure at " + count(p.pressure())
                + ", limit " + count(p.high());
    }

    private static String fullest(List<DescriptorUsage> all) {
        return all.stream()
                .filter(d -> d.softLimit().map(l -> l > 0).orElse(false))
                .max((a, b) -> Double.compare(share(a), share(b)))
                .map(d -> "fullest: " + d.name() + " (" + d.process().pid() + "), "
                        + words(new Fill(d.open(), d.softLimit().orElse(0L))))
                .orElse(all.size() + " processes looked at, none has a limit that could be read");
    }

    private static double share(DescriptorUsage d) {
        return new Fill(d.open(), d.softLimit().orElse(0L)).share();
    }
}
