/**
 * The ground floor: system calls by number, errno as a value, whole small files, the machine's architecture.
 *
 * <p>Nothing here knows what any file means.
 */
@NullMarked
package io.culprit.kernel.sys;

import org.jspecify.annotations.NullMarked;
