/** The embedded store: the only room that knows how a recording lies on disk. */
@NullMarked
package io.culprit.record.store;

import org.jspecify.annotations.NullMarked;
