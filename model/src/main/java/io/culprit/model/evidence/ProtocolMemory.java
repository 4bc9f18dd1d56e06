package io.culprit.model.evidence;

import io.culprit.model.Answer;

/**
 * Steps 8 and 9: memory of the protocols against their limits, in pages; orphans and TIME_WAIT against theirs.
 *
 * @param tcp {@code sockstat mem} against {@code tcp_mem}; likewise {@code udp}
 * @param orphans against {@code tcp_max_orphans}; {@code timeWait} against {@code tcp_max_tw_buckets}
 * @param orphanGrowth over the window
 * @param pressureEvents {@code TCPMemoryPressures} over the window; {@code pruned} packets cut or dropped to save memory
 *     (PruneCalled, RcvPruned, OfoPruned, TCPRcvQDrop); {@code abortedOnMemory} connections ({@code TCPAbortOnMemory})
 */
public record ProtocolMemory(
        Answer<Pages> tcp,
        Answer<Pages> udp,
        Answer<SystemLimits.Fill> orphans,
        long orphanGrowth,
        Answer<SystemLimits.Fill> timeWait,
        long pressureEvents,
        long pruned,
        long abortedOnMemory) {

    /** {@code tcp_mem} or {@code udp_mem}: low, pressure and high mark, and the present use, all in pages. */
    public record Pages(long used, long low, long pressure, long high, long sockets) {}
}
