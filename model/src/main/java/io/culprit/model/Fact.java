package io.culprit.model;

/**
 * One line of evidence under a finding.
 *
 * @param text a sentence fragment with figures and units, for a person
 * @param source the kernel interface that it was read from, such as {@code raw tracepoint sys_exit} or {@code sock_diag}
 */
public record Fact(String text, String source) {}
