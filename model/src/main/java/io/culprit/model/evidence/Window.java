package io.culprit.model.evidence;

/**
 * When it was read, and what the reading cost.
 *
 * @param startedAt wall clock, ISO 8601 with offset
 * @param seconds length between the first and the last reading, monotonic clock
 * @param readings how many times all processes were read
 * @param ownCpus CPU that the tool itself used over the window, 1.0 = one core
 * @param ownPeakRssBytes VmHWM of the tool
 */
public record Window(String startedAt, double seconds, int readings, double ownCpus, long ownPeakRssBytes) {}
