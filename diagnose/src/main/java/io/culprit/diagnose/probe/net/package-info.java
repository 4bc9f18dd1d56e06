/** Sockets, protocol memory and the network stack, from sock_diag and {@code /proc/net}, by network namespace. */
@NullMarked
package io.culprit.diagnose.probe.net;

import org.jspecify.annotations.NullMarked;
