package io.culprit.record.replay;

/**
 * The samples that are used: all of one boot, without a gap.
 *
 * @param fromMillis time of the first; {@code toMillis} of the last
 * @param samples how many
 * @param intervalMillis usual time between two
 * @param runFromMillis first sample of the boot, or after the gap, that leads up to them without another gap
 */
record Moment(String bootId, long fromMillis, long toMillis, int samples, long intervalMillis, long runFromMillis) {
    double seconds() {
        return (toMillis - fromMillis) / 1000.0;
    }
}
