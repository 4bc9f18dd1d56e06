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
                + " of one CPU, " + Figures.bytes((double) w.ownPeakRssBytes());
        page.paragraph(2, Ink.DIM, own + "; " + tracing(e.syscalls(), page.all()));
    }

    private static String tracing(Answer<SyscallTrace> syscalls, boolean all) {
        return switch (syscalls) {
            case Answer.Unavailable<SyscallTrace> u -> "system calls were not traced";
            case Answer.Known<SyscallTrace>(SyscallTrace t) ->
                t.calls() == 0 && t.targets().isEmpty()
                        ? "no system calls were traced: there was no suspect"
                        : method(t, all) + cost(t, all) + lost(t, all) + refused(t, all);
        };
    }

    private static String method(SyscallTrace t, boolean all) {
        String method = switch (t.method()) {
            case EBPF -> "eBPF traced";
            case PERF -> "perf events traced";
            case PTRACE -> "ptrace traced";
            case SAMPLED -> "system calls sampled";
        };
        String bursts = all && t.bursts() > 1 ? " in " + Figures.count(t.bursts()) + " bursts" : "";
        return method + " " + Figures.decimal(t.tracedSeconds(), 1) + " s" + bursts;
    }

    private static String cost(SyscallTrace t, boolean all) {
        return switch (t.cost()) {
            case Answer.Unavailable<SyscallTrace.Cost>(String reason) ->
                ", at a cost that is not known" + (all ? ": " + reason : "");
            case Answer.Known<SyscallTrace.Cost>(SyscallTrace.Cost c) ->
                " and slowed the target by " + Figures.percent(c.targetSlowdown())
                        + (all
                                ? " (" + Figures.percent(c.attachedSlowdown()) + " while attached) and others by "
                                        + Figures.decimal(c.bystanderNanosPerCall(), 0) + " ns a call while attached"
                                : "")
                        + (c.stoppedAtLimit() ? " (stopped at " + Figures.percent(c.limit()) + ")" : "");
        };
    }

    private static String lost(SyscallTrace t, boolean all) {
        return t.lost() > 0
                ? "; " + Figures.count(t.lost()) + " calls lost: counts are lower bounds"
                : all ? "; none lost" : "";
    }

    private static String refused(SyscallTrace t, boolean all) {
        if (t.refused().isEmpty()) return "";
        return all ? "; refused before: " + String.join("; ", t.refused()) : "; better ways refused: --verbose";
    }
}
