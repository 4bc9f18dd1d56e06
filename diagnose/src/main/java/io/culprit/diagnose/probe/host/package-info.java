/**
 * Probes of the host and of its processes: CPU, memory, limits, cgroups, kernel messages. They read /proc, /sys and
 * /dev/kmsg through {@code io.culprit.kernel}; sockets, descriptors and tracing have rooms of their own.
 */
@NullMarked
package io.culprit.diagnose.probe.host;

import org.jspecify.annotations.NullMarked;
