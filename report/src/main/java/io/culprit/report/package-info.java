/**
 * Showing a diagnosis: terminal text and JSON; keeping evidence in a file. Collects nothing, concludes nothing.
 *
 * <p>Every string of a diagnosis may have been written by a hostile process. On its way to a terminal it goes through
 * {@link io.culprit.report.SafeText}, in {@code Page} or {@code LiveLine} and nowhere else. Jackson is known to {@code Json}, the
 * shapes and {@code EvidenceFile} alone, so that a text run never loads it.
 */
@NullMarked
package io.culprit.report;

import org.jspecify.annotations.NullMarked;
