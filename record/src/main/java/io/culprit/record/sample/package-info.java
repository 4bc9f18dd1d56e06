/** The recorder's loop: when to read, what to read, what becomes of it; and its settings. Nothing here knows the disk format. */
@NullMarked
package io.culprit.record.sample;

import org.jspecify.annotations.NullMarked;
