package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.bytes;
import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.percent;
import static io.culprit.diagnose.judge.Words.rate;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Steps 3 to 6: what the suspects ask of the kernel, on which descriptors, and what memory they hold. */
final class SuspectQuestions {
    static final List<Question> ALL = List.of(
            Asked.of(
                    "syscalls",
                    3,
                    "Do the suspects' system calls fail?",
                    Set.of("syscall-error-loop", "lock-contention"),
                    e -> e.syscalls().map(SuspectQuestions::calls)),
            Asked.of(
                    "hot-fds",
                    4,
                    "What are the hot or failing descriptors?",
                    Set.of("syscall-error-loop"),
                    e -> first(e, Suspect::descriptors).map(d -> "hot descriptors resolved for " + d + " suspects")),
            Asked.of(
                    "hot-sockets",
                    5,
                    "What are the sockets behind them, and do they drop?",
                    Set.of("socket-buffer-starvation"),
                    e -> e.sockets()
                            .map(t -> count(t.dropping().size())
                                    + " sockets dropped packets within the window; read by " + t.source())),
            Asked.of(
                    "unidentified-sockets",
                    5,
                    "Does anybody hold sockets that no protocol table knows?",
                    Set.of("socket-leak/unidentified"),
                    e -> e.sockets()
                            .flatMap(t -> t.unidentified()
                                    .map(u -> u.isEmpty()
                                            ? "none"
                                            : u.getFirst().name() + " ("
                                                    + u.getFirst().process().pid() + ") holds "
                                                    + count(u.getFirst().count())))),
            Asked.of(
                    "memory",
                    6,
                    "Does anybody's memory grow?",
                    Set.of("memory-growth", "memory-pressure"),
                    e -> e.memory()
                            .map(m -> bytes(m.available()) + " of " + bytes(m.total()) + " available, swap used "
                                    + bytes((double) m.swapTotal() - m.swapFree()))),
            new Asked(
                    "memory-limit",
                    6,
                    "Is a suspect's cgroup at its memory limit?",
                    Set.of(),
                    SuspectQuestions::memoryLimit));

    /** Usage above this share of the limit leaves only the page cache to give back. */
    private static final double NEAR_LIMIT = 0.95;

    private SuspectQuestions() {}

    private static String calls(SyscallTrace t) {
        String who = t.method().name().toLowerCase(Locale.ROOT);
        if (t.method() == SyscallTrace.Method.SAMPLED)
            return count(t.calls()) + " samples, errors unknown to this method";
        long failed = t.counts().stream()
                .filter(SyscallCount::failed)
                .mapToLong(SyscallCount::count)
                .sum();
        String pace = t.tracedSeconds() > 0 ? rate(t.calls() / t.tracedSeconds()) + " a second" : "no time traced";
        return count(t.calls()) + " calls, " + pace + ", " + percent(t.calls() > 0 ? (double) failed / t.calls() : 0)
                + " failed (" + who + ", " + count(t.lost()) + " lost)";
    }

    /** How many of the suspects could be asked; the first refusal when none could. */
    private static <T> Answer<String> first(Evidence e, Function<Suspect, Answer<T>> what) {
        if (e.suspects().isEmpty()) return Answer.known("no");
        long known = e.suspects().stream().filter(s -> what.apply(s).isKnown()).count();
        return known == 0
                ? what.apply(e.suspects().getFirst()).map(t -> "")
                : Answer.known(known + " of " + e.suspects().size());
    }

    private static Answer<Asked.Reply> memoryLimit(Evidence e) {
        double worst = 0;
        String words = "no suspect's cgroup has a limit";
        boolean known = e.suspects().isEmpty();
        for (Suspect s : e.suspects()) {
            known |= s.cgroupMemory().isKnown();
            var c = s.cgroupMemory().asOptional();
            long limit = c.flatMap(x -> x.limitBytes().asOptional()).orElse(0L);
            if (limit <= 0) continue;
            double share = (double) c.orElseThrow().usageBytes() / limit;
            if (share < worst) continue;
            worst = share;
            words = s.name() + " (" + s.id().pid() + "): " + bytes(c.get().usageBytes()) + " of " + bytes(limit);
        }
        return known
                ? Answer.known(new Asked.Reply(words, worst >= NEAR_LIMIT))
                : e.suspects().getFirst().cgroupMemory().map(c -> Asked.Reply.fine(""));
    }
}
