package io.culprit.model.evidence;

import io.culprit.model.Answer;

/**
 * Step 6, the host's side: {@code /proc/meminfo} at the end of the window in bytes, {@code /proc/vmstat} over it a second.
 *
 * @param swapInPerSecond pages; likewise out
 * @param directReclaimPerSecond pages scanned by tasks that had to wait for memory ({@code pgscan_direct})
 * @param oomKills within the window ({@code oom_kill}); {@code oomKillsEver} since boot; kernels before 4.13 do not count them
 */
public record HostMemory(
        long total,
        long available,
        long swapTotal,
        long swapFree,
        long slabUnreclaimable,
        double swapInPerSecond,
        double swapOutPerSecond,
        double directReclaimPerSecond,
        double majorFaultsPerSecond,
        Answer<Long> oomKills,
        Answer<Long> oomKillsEver) {}
