/**
 * Thins a recording out to what a table or a picture can show. One pass over the samples, in memory that grows with the
 * processes alive at a time and not with the length of the recording. Pure: it reads a {@link
 * io.culprit.model.recording.Recording} and knows neither disk nor screen.
 */
@NullMarked
package io.culprit.record.plot;

import org.jspecify.annotations.NullMarked;
