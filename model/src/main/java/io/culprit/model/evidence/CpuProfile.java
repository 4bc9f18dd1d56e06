package io.culprit.model.evidence;

import io.culprit.model.ProcessId;
import java.util.List;

/**
 * Where on-CPU time of the suspects was spent, sampled by a software clock.
 *
 * @param samples of all suspects
 * @param symbolsHidden why names of kernel functions are missing, or empty
 */
public record CpuProfile(int frequencyHz, int samples, long lost, String symbolsHidden, List<HotSpot> spots) {

    public CpuProfile {
        spots = List.copyOf(spots);
    }

    /**
     * One place in the code.
     *
     * @param module {@code kernel}, or the mapped file's name; {@code [anonymous]} for code that no file backs
     * @param symbol function name, or empty when nothing names it
     * @param offset in the symbol, or in the file when there is no symbol
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
