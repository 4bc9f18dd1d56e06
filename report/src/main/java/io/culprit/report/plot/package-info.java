/**
 * Pictures of a recording: plots as pages and images. Collects nothing, concludes nothing.
 *
 * <p>The page's script lies in the resource files of this package, one concern each, joined when a page is written. Labels and
 * command lines go through {@link io.culprit.report.SafeText} on their way in, and into the document as text alone.
 */
@NullMarked
package io.culprit.report.plot;

import org.jspecify.annotations.NullMarked;
