package io.culprit.record.store;

/**
 * Where a chunk lies: a kind, a number within its kind, and bytes with a checksum.
 *
 * @param kind see {@link ChunkKind}
 * @param number the metric of a column; of a block the low half of its place in the segment
 * @param position of its payload
 * @param checksum of its payload
 */
record Chunk(int kind, int number, long position, int length, int checksum) {}
