/**
 * perf_event_open(2): events on threads or CPUs, and the rings through which their samples come.
 *
 * <p>What a sample means is the business of who asked for it; here it is bytes with a beginning and an end.
 */
@NullMarked
package io.culprit.kernel.perf;

import org.jspecify.annotations.NullMarked;
