/**
 * What a recording holds, as its readers see it: processes, the series of their metrics, the host's series, what happened.
 *
 * <p>Shapes alone: how they lie on disk is the business of the record module, how they look that of the report.
 */
@NullMarked
package io.culprit.model.recording;

import org.jspecify.annotations.NullMarked;
