/**
 * bpf(2): programs for the kernel assembled here, their maps, raw tracepoints, and iterators of tasks and files.
 *
 * <p>Nothing is pinned: maps, programs and attachments live by descriptors of this process alone, and end with it.
 * Programs read and count; none writes to memory of others, changes a return value or sends anything.
 */
@NullMarked
package io.culprit.kernel.bpf;

import org.jspecify.annotations.NullMarked;
