/**
 * The recorder: samples all processes for days, keeps them, watches for a spike, and takes in what others recorded.
 *
 * <p>Rooms: {@code store} (bytes on disk, and nothing else knows them), {@code sample} (the loop), {@code spike},
 * {@code replay} (evidence from a recording), {@code imports}, {@code plot} (thinning out for a picture). Nothing here renders.
 */
@NullMarked
package io.culprit.record;

import org.jspecify.annotations.NullMarked;
