/**
 * Counters and lists of the network stack, from {@code /proc/PID/net} and {@code /proc/sys/net}. Parsers take text and know no
 * file. Which namespace a file tells of is the reader's business: {@code /proc/net} is that of the reading process.
 */
@NullMarked
package io.culprit.kernel.net;

import org.jspecify.annotations.NullMarked;
