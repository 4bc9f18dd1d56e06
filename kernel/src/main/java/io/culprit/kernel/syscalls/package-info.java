/**
 * System calls as facts: their names by number, which of them take a descriptor first, and in which one a thread sleeps.
 *
 * <p>Counting them is for {@code kernel.bpf}, {@code kernel.perf} and {@code kernel.ptrace}.
 */
@NullMarked
package io.culprit.kernel.syscalls;

import org.jspecify.annotations.NullMarked;
