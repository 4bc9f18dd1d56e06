/**
 * Every Linux interface that Culprit asks, one package each. The only module that uses {@code java.lang.foreign}.
 *
 * <p>Reading and parsing are separate: parsers are pure functions of bytes, readers are thin. Records here have the
 * kernel's shape (raw counters, kernel names); rates, names for people and opinions belong to later modules.
 */
@NullMarked
package io.culprit.kernel;

import org.jspecify.annotations.NullMarked;
