package io.culprit.model.recording;

/** Units of what is drawn and listed, as a person reads them. */
public final class Unit {
    public static final String BYTES = "bytes";
    public static final String BYTES_PER_SECOND = "bytes/s";
    public static final String CPU = "% of a CPU";
    public static final String TIME_SHARE = "% of the time";
    public static final String LOAD = "load";
    public static final String THREADS = "threads";
    public static final String DESCRIPTORS = "descriptors";
    public static final String SOCKETS = "sockets";
    public static final String FAULTS = "faults/s";
    public static final String SWITCHES = "switches/s";
    public static final String TASKS = "tasks";
    public static final String PACKETS = "packets/s";
    public static final String EVENTS = "a second";
    public static final String MILLISECONDS = "ms";
    public static final String NUMBER = "";

    /** One percent of a second, in the microseconds that the counters of time are in. */
    private static final double MICROS_PER_PERCENT = 10_000;

    private Unit() {}

    /** What one step of a counter in a second is worth in this unit. */
    static double perSecond(String unit) {
        return unit.equals(CPU) || unit.equals(TIME_SHARE) ? 1 / MICROS_PER_PERCENT : 1;
    }
}
