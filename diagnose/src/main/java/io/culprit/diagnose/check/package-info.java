/** The questions of the method, in its order, each answered ok, bad or unknown from evidence and findings alone. */
@NullMarked
package io.culprit.diagnose.check;

import org.jspecify.annotations.NullMarked;
