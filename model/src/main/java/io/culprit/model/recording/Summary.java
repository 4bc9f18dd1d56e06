package io.culprit.model.recording;

/**
 * A series in a few figures. NaN where there is no value.
 *
 * @param readings values that were read; the others are repetitions of the last one
 * @param values all, repetitions included
 * @param mean of all values
 * @param growthPerHour last value minus first, divided by the time between; NaN where that is too short to mean something
 * @param spark the greatest value in each of equal parts of the range, NaN where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // A few floats each, handed over.
public record Summary(
        long readings,
        long values,
        double least,
        double mean,
        double greatest,
        double last,
        double growthPerHour,
        float[] spark) {}
