package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Host;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.Window;
import io.culprit.model.recording.Replayed;
import java.util.List;
import java.util.Optional;

/**
 * The JSON document of {@code culprit diagnose --format json}.
 *
 * @param format version of this document's shape: raised when a field changes its meaning or leaves
 * @param tool what wrote it
 * @param host where it was read
 * @param window when, and what the reading cost
 * @param replayed where the answer is about a moment of a recording, and not about the host now
 * @param findings worst first; empty when nothing was found
 * @param checks every question of the method with its answer, in the order of the method
 * @param suspects who was looked at closely, hottest first
 * @param consumers programs by CPU, hottest first, at most 20
 * @param syscalls what the suspects asked of the kernel, in short
 * @param evidence all that was read, as in a saved file
 */
record JsonDocument(
        int format,
        Tool tool,
        Host host,
        Window window,
        Optional<Replayed> replayed,
        List<Finding> findings,
        List<Check> checks,
        List<Suspicion> suspects,
        Answer<List<Consumer>> consumers,
        Answer<Syscalls> syscalls,
        Evidence evidence) {

    static final int FORMAT = 1;

    /** @param version of the release */
    record Tool(String name, String version) {}

    /**
     * A process that was looked at closely.
     *
     * @param why what made it a suspect
     * @param asked whether the user named it
     */
    record Suspicion(ProcessId id, String name, String program, String why, boolean asked) {}

    /**
     * A program and what it used over the window.
     *
     * @param name of its hottest process
     * @param cpus 1.0 = one core busy for the whole window
     * @param count its processes
     * @param processes hottest first, at most 64
     */
    record Consumer(String program, String name, double cpus, int count, List<ProcessId> processes) {}

    /**
     * The system calls of all suspects together.
     *
     * @param refused better methods that were tried first and why each was refused
     * @param tracedSeconds time during which something was attached
     * @param lost events that the method knows it missed
     * @param cost what tracing did to others
     * @param top kinds of calls, most frequent first, at most 20
     */
    record Syscalls(
            SyscallTrace.Method method,
            List<String> refused,
            double tracedSeconds,
            long calls,
            long lost,
            Answer<SyscallTrace.Cost> cost,
            List<Call> top) {}

    /**
     * Calls alike in name, descriptor and outcome.
     *
     * @param errno name of the error, "OK" for success
     * @param share of all calls, 0 to 1
     * @param processes how many made them
     */
    record Call(String name, Optional<Integer> fd, String errno, long count, double share, int processes) {}
}
