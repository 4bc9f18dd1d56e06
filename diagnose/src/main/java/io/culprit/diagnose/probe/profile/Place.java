package io.culprit.diagnose.probe.profile;

/**
 * A function, or what stands for one where nothing tells where functions begin.
 *
 * @param symbol empty when nothing names it
 * @param start in the numbering of the addresses that it was found by
 */
record Place(String module, String symbol, long start) {}
