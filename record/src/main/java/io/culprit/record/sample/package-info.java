/**
 * The loop of the recorder: when to sample, who is who, what of it goes to the store, and how the recorder itself fares.
 *
 * <p>What runs at every sample allocates nothing for a process that was there before.
 */
@NullMarked
package io.culprit.record.sample;

import org.jspecify.annotations.NullMarked;
