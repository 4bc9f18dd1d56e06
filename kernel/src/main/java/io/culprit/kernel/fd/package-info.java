/**
 * The descriptors of other processes: {@code /proc/PID/fd}, {@code fdinfo}, {@code limits} and kcmp(2). Link targets are bytes,
 * since a file may be named as it likes; what a link says of its kind is told here, what that means to a person is not.
 */
@NullMarked
package io.culprit.kernel.fd;

import org.jspecify.annotations.NullMarked;
