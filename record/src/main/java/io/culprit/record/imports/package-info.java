/**
 * Takes what people already have, a cron log of {@code ps}, {@code pidstat}, {@code atop -P}, {@code top -b}, {@code sar} or
 * a CSV file, and writes a recording of it.
 *
 * <p>A value enters only as the metric that it truly is; what is something else is left out and named. Nothing here knows how
 * a recording lies on disk, and nothing keeps more of a file in memory than one sample (of {@code sar}, the host's series).
 * All text is hostile: lines are bounded, and a bad one costs nothing but itself.
 */
@NullMarked
package io.culprit.record.imports;

import org.jspecify.annotations.NullMarked;
