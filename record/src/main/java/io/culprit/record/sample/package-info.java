/**
 * Takes the samples: reads the host and its processes every few seconds into a {@link io.culprit.record.store.Frame}. Nothing
 * here allocates once it has run for a while, and nothing knows how a sample is stored.
 */
@NullMarked
package io.culprit.record.sample;

import org.jspecify.annotations.NullMarked;
