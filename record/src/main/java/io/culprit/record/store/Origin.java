package io.culprit.record.store;

/**
 * Whose samples a writer stores; each segment says it of itself.
 *
 * @param bootId of all processes that the writer describes; begins with {@code import:} for what others recorded
 * @param toolVersion for a person who wonders about a recording
 */
public record Origin(String host, String bootId, String toolVersion) {}
