package io.culprit.kernel.tasks;

/**
 * User and system time of a process, as {@code cputime_adjust} of kernel/sched/cputime.c makes them: the scheduler knows to the
 * nanosecond how long it ran, and the clock tick samples where. The sum is exact, the split as good as the samples, and neither
 * part ever falls. Used again for each process.
 */
final class CpuSplit {
    long user;
    long system;

    /**
     * All in nanoseconds.
     *
     * @param lastUser what this gave for the process before, or 0
     */
    void of(long userTicks, long systemTicks, long runTime, long lastUser, long lastSystem) {
        user = lastUser;
        system = lastSystem;
        if (lastUser + lastSystem >= runTime) {
            return;
        }
        system = Math.max(lastSystem, systemShare(userTicks, systemTicks, runTime));
        user = runTime - system;
        if (user < lastUser) {
            user = lastUser;
            system = runTime - user;
        }
    }

    private static long systemShare(long userTicks, long systemTicks, long runTime) {
        if (systemTicks == 0) {
            return 0;
        }
        if (userTicks == 0) {
            return runTime;
        }
        // The product does not fit a long; a double is off by nanoseconds after a year.
        double share = (double) systemTicks / ((double) systemTicks + userTicks);
        return Math.min(runTime, (long) (share * runTime));
    }
}
