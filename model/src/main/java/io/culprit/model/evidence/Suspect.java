package io.culprit.model.evidence;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import java.util.List;

/**
 * A process that was looked at closely (steps 4 to 7).
 *
 * @param why what made it a suspect: named by the user, its CPU, its growth
 * @param asked whether the user named it
 * @param descriptors the hot or failing ones, resolved; not the whole table
 * @param cgroupCpu throttling of its cgroup over the window
 */
public record Suspect(
        ProcessId id,
        String name,
        String program,
        String why,
        boolean asked,
        Answer<ProcessMemory> memory,
        Answer<List<Descriptor>> descriptors,
        Answer<CgroupCpu> cgroupCpu,
        Answer<CgroupMemory> cgroupMemory,
        Answer<CgroupPids> cgroupPids) {

    /**
     * {@code cpu.stat} over the window.
     *
     * @param path of the cgroup that has the quota
     * @param quotaCpus CPUs that the quota grants; empty reason "no quota" when unlimited
     * @param periods enforcement periods within the window; {@code throttled} those in which it was stopped
     * @param throttledSeconds time for which tasks stood still, summed over CPUs
     */
    public record CgroupCpu(
            String path, Answer<Double> quotaCpus, long periods, long throttled, double throttledSeconds) {}

    /**
     * @param limitBytes {@code memory.max}, or unavailable("no limit")
     * @param oomKills within the window; {@code oomKillsEver} since the cgroup was made; likewise {@code maxHits} for memory.events max
     */
    public record CgroupMemory(
            String path, long usageBytes, Answer<Long> limitBytes, long oomKills, long oomKillsEver, long maxHits) {}

    /** @param limit {@code pids.max}, or unavailable("no limit") */
    public record CgroupPids(String path, long current, Answer<Long> limit) {}
}
