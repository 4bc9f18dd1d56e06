package io.culprit.diagnose.probe.trace;

/** What a counter must know of system calls. */
interface CallNames {
    /** As strace prints it; in words for a number that has none. */
    String name(int number);

    /** Whether the first argument is a descriptor. */
    boolean takesDescriptor(int number);
}
