package io.culprit.diagnose.judge;

import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The traced system calls of one program. */
record Trace(Program program, SyscallTrace whole, List<SyscallCount> rows) {
    /** More events lost than this share, and what was counted may not be what happened. */
    private static final double MANY_LOST = 0.1;

    static Optional<Trace> of(Evidence evidence, Program program) {
        return evidence.syscalls().asOptional().flatMap(trace -> {
            Set<ProcessId> members = new HashSet<>(program.ids());
            if (trace.targets().stream().noneMatch(members::contains)) return Optional.empty();
            return Optional.of(new Trace(
                    program,
                    trace,
                    trace.counts().stream()
                            .filter(r -> members.contains(r.process()) && r.count() > 0)
                            .toList()));
        });
    }

    boolean sampled() {
        return whole.method() == Method.SAMPLED;
    }

    boolean manyLost() {
        return whole.lost() > MANY_LOST * ((double) whole.calls() + whole.lost());
    }

    long calls() {
        return sum(r -> true);
    }

    long sum(Predicate<SyscallCount> which) {
        return rows.stream().filter(which).mapToLong(SyscallCount::count).sum();
    }

    /** Of a count of this trace; 0 when nothing was attached long enough to tell. */
    double perSecond(long count) {
        return whole.tracedSeconds() > 0 ? count / whole.tracedSeconds() : 0;
    }

    double share(long count) {
        long all = calls();
        return all > 0 ? (double) count / all : 0;
    }

    /** How many of the program's processes were traced: suspects are bounded, so it may be fewer than there are. */
    int tracedProcesses() {
        return (int) program.ids().stream().filter(whole.targets()::contains).count();
    }

    String source() {
        return switch (whole.method()) {
            case EBPF -> "raw tracepoint sys_exit";
            case PERF -> "perf tracepoint sys_exit";
            case PTRACE -> "ptrace";
            case SAMPLED -> "/proc/PID/task/TID/syscall, sampled";
        };
    }

    static Optional<Descriptor> descriptor(Evidence evidence, ProcessId process, int fd) {
        return evidence.suspects().stream()
                .filter(s -> s.id().equals(process))
                .map(Suspect::descriptors)
                .flatMap(a -> a.asOptional().stream())
                .flatMap(List::stream)
                .filter(d -> d.fd() == fd)
                .findFirst();
    }
}
