package io.culprit.model.evidence;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.util.List;
import java.util.Optional;

/**
 * Step 3: what the suspects asked of the kernel.
 *
 * @param refused better methods that were tried first and why each was refused, in order
 * @param tracedSeconds time during which something was attached, all bursts together
 * @param lost events that the method knows it missed: counts are lower bounds when it is not 0
 */
public record SyscallTrace(
        Method method,
        List<String> refused,
        List<ProcessId> targets,
        double tracedSeconds,
        int bursts,
        long calls,
        long lost,
        Answer<Cost> cost,
        List<SyscallCount> counts) {

    public SyscallTrace {
        refused = List.copyOf(refused);
        targets = List.copyOf(targets);
        counts = List.copyOf(counts);
    }

    public enum Method {
        /** Counted in the kernel by an eBPF program on sys_exit: exact while attached. */
        EBPF,
        /** Each call an event in a ring buffer: exact but for the lost ones. */
        PERF,
        /** Every call stopped by ptrace: exact, and slows the target a lot. */
        PTRACE,
        /** {@code /proc/PID/task/TID/syscall} looked at many times a second: shares, no counts, no errno. */
        SAMPLED
    }

    /**
     * One row: calls alike in process, number, descriptor and outcome.
     *
     * @param fd first argument where the call takes a descriptor there
     * @param errno 0 for success; empty when the method cannot tell
     * @param errnoName "EAGAIN"; "OK" for success; "unknown" when the method cannot tell
     * @param count calls while attached; samples for {@code SAMPLED}
     * @param timed how many of them were timed
     * @param meanNanos mean of the timed ones, the probe's own cost inside; unavailable when none was timed
     */
    public record SyscallCount(
            ProcessId process,
            int number,
            String name,
            Optional<Integer> fd,
            Optional<Integer> errno,
            String errnoName,
            long count,
            long timed,
            Answer<Double> meanNanos,
            long maxNanos) {

        public boolean failed() {
            return errno.isPresent() && errno.get() != 0;
        }
    }

    /**
     * What tracing did to others, measured on this host just before.
     *
     * @param nanosPerCall added to each call of a target while attached
     * @param bystanderNanosPerCall added to each call of every other process while attached
     * @param targetSlowdown share of the target's CPU time over the whole window that went into tracing, 0 to 1
     * @param attachedSlowdown the same for the time while attached
     * @param limit above which tracing stops itself
     */
    public record Cost(
            double nanosPerCall,
            double bystanderNanosPerCall,
            double targetSlowdown,
            double attachedSlowdown,
            double limit,
            boolean stoppedAtLimit) {}
}
