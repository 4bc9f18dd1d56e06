/** Showing a diagnosis: terminal text and JSON. Collects nothing, concludes nothing. */
@NullMarked
package io.culprit.report;

import org.jspecify.annotations.NullMarked;
