package io.culprit.record.sample;

/**
 * How the recorder itself fares.
 *
 * @param taken samples that are on the medium
 * @param late those of them that began late, see {@link Recorder}
 * @param lost samples that were due and are not in the recording, whatever the reason
 * @param processes in the last sample
 * @param cpuMicros CPU of this process since it began, its start included
 * @param rssBytes at the last sample
 */
public record Health(long taken, long late, long lost, int processes, long cpuMicros, long rssBytes) {}
