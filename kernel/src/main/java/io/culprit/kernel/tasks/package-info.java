/**
 * All processes of the host in one reading, again and again, at next to no cost: into arrays that are used again, from a BPF
 * iterator where the kernel permits it and from /proc where not.
 *
 * <p>Nothing here allocates once it has run for a while. How often to read, and what to make of it, is decided elsewhere.
 */
@NullMarked
package io.culprit.kernel.tasks;

import org.jspecify.annotations.NullMarked;
