/**
 * What an investigation read, one record for each question of the method, immutable and complete: judges see nothing else.
 *
 * <p>Figures are already differences or rates over the window where the kernel only counts up; every record says its
 * units. CPU is given in CPUs: 1.0 is one core busy for the whole window. Evidence is saved as JSON and judged again later
 * with the same result, so nothing here may depend on the machine that it is looked at on.
 */
@NullMarked
package io.culprit.model.evidence;

import org.jspecify.annotations.NullMarked;
