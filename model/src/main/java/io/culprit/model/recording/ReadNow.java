package io.culprit.model.recording;

/**
 * Bits of {@link ProcessMetric#READ_NOW}: the cheap values are read at every sample; these groups, of idle processes, less
 * often, and between readings the last value is repeated.
 */
public final class ReadNow {
    /** Memory by kind, swap, switches, read and write bytes. */
    public static final int DETAILS = 1;
    /** The number of descriptors. */
    public static final int FDS = 2;
    /** Sockets, and sockets by kind. */
    public static final int SOCKETS = 4;

    private ReadNow() {}
}
