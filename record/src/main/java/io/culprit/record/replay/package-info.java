/**
 * Judges a moment of the past: makes of the samples around it the evidence that an investigation begun then would have read,
 * as far as a recording holds it.
 *
 * <p>What a recording does not hold is unavailable, never 0; a value that was only repeated is no reading; and no window reaches
 * across a reboot or over a gap.
 */
@NullMarked
package io.culprit.record.replay;

import org.jspecify.annotations.NullMarked;
