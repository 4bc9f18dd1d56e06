package io.culprit.kernel.perf;

/** Who takes the samples out of the rings. */
@FunctionalInterface
public interface SampleSink {
    /** {@code misc & CPU_MODE} of a sample taken in the kernel, in a program. */
    int CPU_MODE = 7;

    int MODE_KERNEL = 1;
    int MODE_USER = 2;

    /**
     * One sample, valid during the call only.
     *
     * @param misc of the record's header
     * @param bytes holds the sample's fields, in the machine's byte order, from {@code from} to {@code to}
     */
    void sample(int misc, byte[] bytes, int from, int to);

    /** Samples are missing between the one before and the next. */
    default void lost() {}
}
