/**
 * The kernel's ring buffer of messages: {@code /dev/kmsg} (Documentation/ABI/testing/dev-kmsg), or syslog(2) where that is
 * refused. Records as the kernel keeps them; what they mean is for others.
 */
@NullMarked
package io.culprit.kernel.kmsg;

import org.jspecify.annotations.NullMarked;
