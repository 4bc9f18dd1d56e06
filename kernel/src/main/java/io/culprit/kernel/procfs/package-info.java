/**
 * {@code /proc} of processes and of the host (proc(5)). Parsers take bytes or text and know no file; readers take a pid and
 * know no meaning. Rates, names of programs and opinions are not for here.
 */
@NullMarked
package io.culprit.kernel.procfs;

import org.jspecify.annotations.NullMarked;
