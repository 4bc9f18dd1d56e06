package io.culprit.record.spike;

import io.culprit.model.recording.Spike.Signal;

/** By how much a level must rise before it is worth an investigation. */
final class Margin {
    /** Of the usual level: a host at 8 CPUs goes to 10 without anybody asking why. */
    private static final double SHARE_OF_RECENT = 0.5;
    /** In deviations: with a normal distribution that is once in 500 million. */
    private static final double DEVIATIONS = 6;
    /** Turns the median absolute deviation into a standard deviation. */
    private static final double MAD_TO_SIGMA = 1.4826;
    /** Of what other days had at this time: the same job over more data. */
    private static final double SHARE_OF_USUAL = 0.25;

    /** Less than most of a core is everyday work on the smallest host. */
    private static final double CPUS = 0.8;
    /** And of large hosts, less than a fifth. */
    private static final double SHARE_OF_CPUS = 0.2;
    /** Load counts tasks that wait for disks as well, and overshoots. */
    private static final double LOAD = 2;

    private static final double LOAD_PER_CPU = 0.4;
    /** Shares of time; below, waiting is not felt. */
    private static final double CPU_STALL = 0.3;
    /** A healthy host has none at all. */
    private static final double MEMORY_STALL = 0.1;
    /** From here on an answer of {@code diagnose} calls it bad. */
    private static final double IO_STALL = 0.4;
    /** One thread that never sleeps gets 0.9 to 1 on a host that is not full, and this when it has to share. */
    private static final double PROGRAM_CPUS = 0.7;
    /** On a host of 64 one busy core is no event. */
    private static final double PROGRAM_SHARE_OF_CPUS = 0.02;

    private Margin() {}

    /** The least rise that counts, in the signal's unit, on a host of so many CPUs. */
    static double floor(Signal signal, int cpus) {
        return switch (signal) {
            case CPU -> Math.max(CPUS, SHARE_OF_CPUS * cpus);
            case LOAD -> Math.max(LOAD, LOAD_PER_CPU * cpus);
            case CPU_PRESSURE -> CPU_STALL;
            case MEMORY_PRESSURE -> MEMORY_STALL;
            case IO_PRESSURE -> IO_STALL;
            case PROGRAM_CPU -> Math.max(PROGRAM_CPUS, PROGRAM_SHARE_OF_CPUS * cpus);
        };
    }

    /** What the level must exceed, for what the last hour had. */
    static double overRecent(double median, double deviation, double floor) {
        return median + Math.max(floor, Math.max(SHARE_OF_RECENT * median, DEVIATIONS * MAD_TO_SIGMA * deviation));
    }

    /** What the level must exceed, for what is usual at this time of day. */
    static double overUsual(double usual, double floor) {
        return usual + Math.max(floor / 2, SHARE_OF_USUAL * usual);
    }
}
