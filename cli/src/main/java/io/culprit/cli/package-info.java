/** The commands, one class each, thin: options in, an investigation run, a report out. */
@NullMarked
package io.culprit.cli;

import org.jspecify.annotations.NullMarked;
