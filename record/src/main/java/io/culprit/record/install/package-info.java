/**
 * The recorder as a service of systemd: its unit and its configuration, what they change on this host, and how to undo it.
 *
 * <p>Only files that bear our mark are ever replaced or removed. The recording is not touched.
 */
@NullMarked
package io.culprit.record.install;

import org.jspecify.annotations.NullMarked;
