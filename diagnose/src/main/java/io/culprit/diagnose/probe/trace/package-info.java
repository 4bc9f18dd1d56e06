/**
 * What the suspects ask of the kernel: four ways of counting system calls, best first, and the measure of what each costs.
 * Everything attached hangs on descriptors of this process, so that its death, however it dies, detaches all.
 */
@NullMarked
package io.culprit.diagnose.probe.trace;

import org.jspecify.annotations.NullMarked;
