/**
 * The words that all of Culprit speaks: process identity, answer, evidence, check, finding.
 *
 * <p>Records and enums alone may enter. Nothing here reads, writes, measures time or knows a kernel file; nothing here
 * holds an opinion (that is the judges' work). What could not be read is an {@link io.culprit.model.Answer.Unavailable}
 * with its reason: never null, never -1.
 */
@NullMarked
package io.culprit.model;

import org.jspecify.annotations.NullMarked;
