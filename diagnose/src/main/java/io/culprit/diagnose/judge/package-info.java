/**
 * Judges: pure functions from evidence to findings. A judge reads nothing but its argument, knows its thresholds by name and
 * reason, and stays silent where its evidence is unavailable.
 */
@NullMarked
package io.culprit.diagnose.judge;

import org.jspecify.annotations.NullMarked;
