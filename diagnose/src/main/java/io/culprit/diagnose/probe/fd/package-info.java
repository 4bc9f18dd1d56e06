/** File descriptors: how many, of which kinds, what a hot one is, and who else holds the same object. */
@NullMarked
package io.culprit.diagnose.probe.fd;

import org.jspecify.annotations.NullMarked;
