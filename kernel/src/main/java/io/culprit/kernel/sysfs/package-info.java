/** {@code /sys/devices/system/cpu} and the other files of {@code /sys} that tell what machine this is. Thin readers. */
@NullMarked
package io.culprit.kernel.sysfs;

import org.jspecify.annotations.NullMarked;
