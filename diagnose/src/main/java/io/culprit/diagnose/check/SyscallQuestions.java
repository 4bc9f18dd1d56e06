package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.percent;
import static io.culprit.diagnose.judge.Words.rate;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.Answer;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.Cost;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Step 3: what the suspects ask of the kernel. */
final class SyscallQuestions {
    private static final int SHOWN = 3;
    /** More events lost than this share, and what was counted may not be what happened. */
    private static final double MANY_LOST = 0.1;

    private static final double NANOS = 1e9;

    static final List<Question> ALL = List.of(
            Asked.of(
                    "syscalls",
                    3,
                    "Do the suspects' system calls fail?",
                    Set.of("syscall-error-loop", "lock-contention"),
                    e -> e.syscalls().map(SyscallQuestions::calls)),
            Asked.of(
                    "syscall-errors",
                    3,
                    "Which errors do they get, and on which descriptors?",
                    Set.of("syscall-error-loop", "descriptor-exhaustion"),
                    e -> e.syscalls().flatMap(SyscallQuestions::errors)),
            Asked.of(
                    "syscall-time",
                    3,
                    "In which calls do they spend their time?",
                    Set.of("lock-contention"),
                    e -> e.syscalls().flatMap(SyscallQuestions::time)),
            new Asked(
                    "trace-cost",
                    3,
                    "How were the calls traced, what was lost, and what did it cost?",
                    Set.of(),
                    e -> e.syscalls().map(SyscallQuestions::cost)));

    private SyscallQuestions() {}

    private static String calls(SyscallTrace t) {
        String most = top(t, r -> true, SyscallCount::name, SyscallCount::count, n -> percent(share(n, t)));
        String which = most.isEmpty() ? "" : "; most: " + most;
        if (t.method() == Method.SAMPLED) return count(t.calls()) + " samples, errors unknown to this method" + which;
        double failed = t.counts().stream()
                .filter(SyscallCount::failed)
                .mapToDouble(SyscallCount::count)
                .sum();
        String pace = t.tracedSeconds() > 0 ? rate(t.calls() / t.tracedSeconds()) + " a second" : "no time traced";
        return count(t.calls()) + " calls of " + count(t.targets().size()) + " processes, " + pace + ", "
                + percent(share(failed, t)) + " failed" + which;
    }

    private static Answer<String> errors(SyscallTrace t) {
        if (t.method() == Method.SAMPLED)
            return Answer.unavailable("sampling cannot see whether a call failed: "
                    + t.refused().stream().findFirst().orElse("better methods were not tried"));
        String top = top(
                t,
                SyscallCount::failed,
                r -> r.name() + r.fd().map(fd -> "(fd " + fd + ")").orElse("") + " = " + r.errnoName(),
                SyscallCount::count,
                n -> t.tracedSeconds() > 0 ? rate(n / t.tracedSeconds()) + " a second" : rate(n));
        return Answer.known(top.isEmpty() ? "none" : top);
    }

    private static Answer<String> time(SyscallTrace t) {
        if (t.counts().isEmpty()) return Answer.known("no calls were made");
        if (t.counts().stream().noneMatch(r -> r.meanNanos().isKnown()))
            return t.counts().getFirst().meanNanos().map(n -> "");
        String top = top(
                t,
                r -> r.meanNanos().isKnown(),
                SyscallCount::name,
                r -> r.count() * r.meanNanos().orElse(0.0) / NANOS,
                s -> rate(s) + " s");
        String longest = t.counts().stream()
                .max(Comparator.comparingLong(SyscallCount::maxNanos))
                .filter(r -> r.maxNanos() > 0)
                .map(r -> "; longest: " + r.name() + " " + rate(r.maxNanos() / NANOS * 1000) + " ms")
                .orElse("");
        return Answer.known("in " + rate(t.tracedSeconds()) + " s of tracing: " + top + longest);
    }

    private static String top(
            SyscallTrace t,
            Predicate<SyscallCount> which,
            Function<SyscallCount, String> name,
            ToDoubleFunction<SyscallCount> weight,
            Function<Double, String> words) {
        return t.counts().stream()
                .filter(which)
                .collect(Collectors.groupingBy(name, Collectors.summingDouble(weight)))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(x -> x.getKey() + " " + words.apply(x.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static double share(double n, SyscallTrace t) {
        return t.calls() > 0 ? n / t.calls() : 0;
    }

    private static Reply cost(SyscallTrace t) {
        String how = switch (t.method()) {
            case EBPF -> "counted in the kernel by eBPF";
            case PERF -> "each call as a perf event";
            case PTRACE -> "by ptrace";
            case SAMPLED -> "sampled from /proc/PID/task/TID/syscall";
        };
        String refused = t.refused().isEmpty() ? "" : " (refused: " + String.join("; ", t.refused()) + ")";
        String cost = switch (t.cost()) {
            case Answer.Known<Cost>(Cost c) ->
                rate(c.nanosPerCall()) + " ns a call, " + rate(c.bystanderNanosPerCall())
                        + " ns for bystanders, slowdown of the targets " + percent(c.targetSlowdown())
                        + " (limit " + percent(c.limit()) + ")"
                        + (c.stoppedAtLimit() ? ", stopped at the limit" : "");
            case Answer.Unavailable<Cost>(String why) -> "cost unknown: " + why;
        };
        return new Reply(
                how + refused + ", " + count(t.bursts()) + " bursts, " + rate(t.tracedSeconds()) + " s; "
                        + count(t.lost()) + " lost; " + cost,
                t.lost() > MANY_LOST * ((double) t.calls() + t.lost())
                        || t.cost().map(Cost::stoppedAtLimit).orElse(false));
    }
}
