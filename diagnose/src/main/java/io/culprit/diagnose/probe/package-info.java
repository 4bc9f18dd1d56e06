/**
 * Probes: each asks one kernel interface (through {@code io.culprit.kernel}) and yields one record of evidence, with rates
 * where the kernel only counts up and names where it has numbers. No opinions, no thresholds, nothing of rendering.
 */
@NullMarked
package io.culprit.diagnose.probe;

import org.jspecify.annotations.NullMarked;
