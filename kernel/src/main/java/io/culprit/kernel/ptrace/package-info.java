/** ptrace(2): the most thorough way of watching a process, and by far the dearest for it. Only when the user asks for it. */
@NullMarked
package io.culprit.kernel.ptrace;

import org.jspecify.annotations.NullMarked;
