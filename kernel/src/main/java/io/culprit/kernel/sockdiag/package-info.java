/**
 * Sockets as the kernel lists them: netlink sock_diag(7), {@code /proc/PID/net} where that is refused, and the name that a
 * socket itself tells where no list has it. Decoders take bytes or text; the reader of netlink is thin. Who holds a socket,
 * and what it means, is not for here.
 */
@NullMarked
package io.culprit.kernel.sockdiag;

import org.jspecify.annotations.NullMarked;
