/**
 * Notices a spike while the recorder samples, and has it investigated by a child process while it lasts.
 *
 * <p>The watch is fed with every sample and allocates only when it fires. It knows no file but through a
 * {@link io.culprit.model.recording.Recording}, from which it learns what is usual; the directory of spikes beside the recording
 * is the business of {@link io.culprit.record.spike.SpikeDirectory} alone.
 */
@NullMarked
package io.culprit.record.spike;

import org.jspecify.annotations.NullMarked;
