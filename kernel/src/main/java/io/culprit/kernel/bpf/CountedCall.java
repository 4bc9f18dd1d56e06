package io.culprit.kernel.bpf;

import java.util.OptionalInt;

/**
 * Calls alike in process, number, first argument and outcome.
 *
 * @param number as it stood in the register at the end of the call; -1 after a signal handler returned
 * @param descriptor first argument, where the call takes a descriptor there
 * @param errno 0 for success
 * @param timed how many of the calls were timed
 * @param nanos all timed ones together
 * @param longestNanos the longest of them
 */
public record CountedCall(
        int process,
        int number,
        OptionalInt descriptor,
        int errno,
        long count,
        long timed,
        long nanos,
        long longestNanos) {}
