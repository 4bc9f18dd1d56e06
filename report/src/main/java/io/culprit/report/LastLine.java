package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.Window;
import java.io.IOException;

/** How long it took, what it cost, and what it missed. */
final class LastLine {
    private LastLine() {}

    static void write(Evidence e, Page page) throws IOException {
        Window w = e.window();
        String own = "took " + Figures.decimal(w.seconds(), 1) + " s; cost " + Figures.percent(w.ownCpus())
                + " of one CPU and " + Figures.bytes((double) w.ownPeakRssBytes()) + " of memory";
        page.paragraph(2, Ink.DIM, own + "; " + tracing(e.syscalls()));
    }

    private static String tracing(Answer<SyscallTrace> syscalls) {
        return switch (syscalls) {
            case Answer.Unavailable<SyscallTrace> u -> "system calls were not traced";
            case Answer.Known<SyscallTrace>(SyscallTrace t) ->
                t.calls() == 0 && t.targets().isEmpty()
                        ? "no system calls were traced: there was no suspect"
                        : method(t) + cost(t) + lost(t) + refused(t);
        };
    }

    private static String method(SyscallTrace t) {
        String time = Figures.decimal(t.tracedSeconds(), 1) + " s"
                + (t.bursts() > 1 ? " in " + Figures.count(t.bursts()) + " bursts" : "");
        return switch (t.method()) {
            case EBPF -> "system calls counted by eBPF for " + time;
            case PERF -> "system calls traced by perf events for " + time;
            case PTRACE -> "system calls traced by ptrace for " + time;
            case SAMPLED -> "system calls sampled from /proc for " + time;
        };
    }

    private static String cost(SyscallTrace t) {
        return switch (t.cost()) {
            case Answer.Unavailable<SyscallTrace.Cost>(String reason) -> ", cost on the target not known: " + reason;
            case Answer.Known<SyscallTrace.Cost>(SyscallTrace.Cost c) ->
                ", which slowed the target by " + Figures.percent(c.targetSlowdown()) + " ("
                        + Figures.percent(c.attachedSlowdown()) + " while attached) and others by "
                        + Figures.decimal(c.bystanderNanosPerCall(), 0) + " ns a call while attached"
                        + (c.stoppedAtLimit() ? "; it stopped itself at " + Figures.percent(c.limit()) : "");
        };
    }

    private static String lost(SyscallTrace t) {
        return t.lost() > 0
                ? "; " + Figures.count(t.lost()) + " calls lost, so counts are lower bounds"
                : "; none lost";
    }

    private static String refused(SyscallTrace t) {
        return t.refused().isEmpty() ? "" : "; refused before: " + String.join("; ", t.refused());
    }
}
