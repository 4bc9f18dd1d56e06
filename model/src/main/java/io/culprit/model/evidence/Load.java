package io.culprit.model.evidence;

import io.culprit.model.Answer;
import java.util.List;

/**
 * Step 1: how loaded is the host, and with what.
 *
 * @param one load average over one minute; likewise {@code five}, {@code fifteen} ({@code /proc/loadavg})
 * @param runnable tasks runnable or running when read, the tool's own excluded where it can be told
 * @param meanRunQueue runnable tasks, mean of all readings of the window
 * @param blocked tasks in uninterruptible sleep, {@code procs_blocked}, mean over the window
 * @param total all CPUs together, shares 0 to 1
 * @param forksPerSecond {@code processes} of {@code /proc/stat}; threads count too
 */
public record Load(
        double one,
        double five,
        double fifteen,
        int runnable,
        double meanRunQueue,
        double blocked,
        int tasks,
        CpuShares total,
        List<CpuShares> perCpu,
        double contextSwitchesPerSecond,
        double interruptsPerSecond,
        double forksPerSecond,
        Answer<Pressure> cpuPressure,
        Answer<Pressure> memoryPressure,
        Answer<Pressure> ioPressure) {

    public Load {
        perCpu = List.copyOf(perCpu);
    }

    /**
     * How one CPU (or all) spent the window; the shares add up to 1.
     *
     * @param cpu its number; for the total the number of CPUs
     */
    public record CpuShares(
            int cpu,
            double user,
            double nice,
            double system,
            double idle,
            double iowait,
            double irq,
            double softirq,
            double steal) {

        public double busy() {
            return user + nice + system + irq + softirq;
        }
    }

    /**
     * {@code /proc/pressure/*}: shares of time, 0 to 1.
     *
     * @param someInWindow from the total counters over the window
     * @param fullInWindow likewise; 0 for the host's CPU, where the kernel does not define it
     */
    public record Pressure(
            double someAvg10, double someAvg60, double someAvg300, double someInWindow, double fullInWindow) {}
}
