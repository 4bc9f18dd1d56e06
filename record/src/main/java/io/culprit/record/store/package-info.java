/**
 * The embedded store: the only room that knows how a recording lies on disk. {@code docs/recording-format.md} has it byte by byte.
 *
 * <p>What a writer may rely on: when {@code append} says durable, that sample with all descriptions and events before it
 * survives kill -9 and power loss; when it says lost, nothing else was harmed. What a reader may rely on: every value it gets
 * is one that was stored, of that process at that moment; what is damaged is missing, told, and costs nothing but itself; no
 * reader changes a file or waits for the writer.
 *
 * <p>Three floors. {@code Chunks} keeps checksummed chunks and knows nothing of what they hold; {@code FileChunks} is the one
 * engine, another one may keep the same chunks elsewhere. The codecs are pure, bytes in and bytes out: {@code Block} for a
 * sample as it is appended, {@code ColumnCodec} for one metric, {@code Rows}, {@code Described}, {@code Happening}, {@code Head}. Above them
 * {@code StoreWriter} appends, seals and removes, and {@code StoredRecording} puts the segments on one clock.
 *
 * <p>Nothing in here asks what time it is: all times come with the samples.
 */
@NullMarked
package io.culprit.record.store;

import org.jspecify.annotations.NullMarked;
