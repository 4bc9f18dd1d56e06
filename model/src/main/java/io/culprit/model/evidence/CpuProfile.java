package io.culprit.model.evidence;

import io.culprit.model.ProcessId;
import java.util.List;

/**
 * Where on-CPU time of the suspects was spent, sampled by a software clock.
 *
 * @param samples of all suspects
 * @param lost samples that the kernel or we had no room for
 * @param symbolsHidden why names or samples of the kernel, or of some threads, are missing, or empty
 */
public record CpuProfile(int frequencyHz, int samples, long lost, String symbolsHidden, List<HotSpot> spots) {

    public CpuProfile {
        spots = List.copyOf(spots);
    }

    /**
     * One function of one process; where nothing tells where functions begin, a stretch of neighbouring instructions.
     *
     * @param module {@code kernel} or the kernel module's name, or the mapped file's name; {@code [anonymous]} for code that no
     *     file backs, {@code [unknown]} for code that was unmapped since, {@code [elsewhere]} for all the colder spots together
     * @param symbol function name, or empty when nothing names it
     * @param offset of the hottest instruction from the symbol's beginning. Without a symbol, where the function begins in
     *     the file, as objdump(1) numbers it (known for stripped files by their unwind table), or in memory for code that no file
     *     backs; 0 for a kernel without names
     * @param distinctAddresses different instruction addresses seen here: a tight loop has few
     */
    public record HotSpot(
            ProcessId process,
            boolean kernel,
            String module,
            String symbol,
            long offset,
            int samples,
            int distinctAddresses) {}
}
