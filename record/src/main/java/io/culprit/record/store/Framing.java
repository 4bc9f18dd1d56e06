package io.culprit.record.store;

import java.util.zip.CRC32C;

/**
 * A chunk's head on disk: marker, length, kind, number, checksum of the payload, and a checksum of all this and of its place.
 * The last one makes a head found at the wrong place, among the text of a process, or in what another live segment left on the medium
 * where this one was never written, no head.
 */
final class Framing {
    static final int HEAD_BYTES = 20;

    /** Neither text nor a small number, so that a search for the next head stops seldom. */
    static final int MARKER = 0xC3D1_9B8E;

    static final byte FIRST_OF_MARKER = (byte) MARKER;

    /** A sample of 50 000 processes takes a tenth; a forged length must not exhaust the heap. */
    static final int MAX_PAYLOAD_BYTES = 64 << 20;

    private static final int AT_SUM = 16;

    /** A live file is a quarter of what a recording may take, and never a terabyte. */
    private static final int PLACE_BITS = 40;

    private Framing() {}

    /**
     * Where the places of a file begin. Those of a sealed one at 0, for it is whole before it has its name; those of a live one
     * far from those of every other, so that none takes another's blocks for its own.
     */
    static long base(Chunks.Segment segment) {
        return segment.live() ? segment.number() << PLACE_BITS : 0;
    }

    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** @param place where the head begins, from the file's {@link #base} */
    static void head(Bytes out, long place, int kind, int number, int length, int checksum) {
        int at = out.size();
        out.u32(MARKER);
        out.u32(length);
        out.u16(kind);
        out.u16(number);
        out.u32(checksum);
        out.u32(sum(out.array(), at, place));
    }

    static boolean isHead(byte[] bytes, int at, long place) {
        return int32(bytes, at) == MARKER
                && int32(bytes, at + AT_SUM) == sum(bytes, at, place)
                && int32(bytes, at + 4) >= 0
                && int32(bytes, at + 4) <= MAX_PAYLOAD_BYTES;
    }

    static Chunk chunk(byte[] bytes, int at, long position) {
        int kindAndNumber = int32(bytes, at + 8);
        return new Chunk(
                kindAndNumber & 0xFFFF,
                kindAndNumber >>> 16,
                position + HEAD_BYTES,
                int32(bytes, at + 4),
                int32(bytes, at + 12));
    }

    private static int sum(byte[] bytes, int at, long place) {
        CRC32C crc = new CRC32C();
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (place >>> shift));
        }
        crc.update(bytes, at, AT_SUM);
        return (int) crc.getValue();
    }

    private static int int32(byte[] b, int at) {
        return (b[at] & 0xFF) | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF) << 16 | b[at + 3] << 24;
    }
}
