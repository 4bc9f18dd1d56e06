package io.culprit.record.store;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Deflated bytes with their length before them. Holds native memory until it is closed. */
final class Packing implements AutoCloseable {
    /** Higher levels gained under one percent here and took twice the time. */
    private static final int LEVEL = 6;

    /** A segment's largest chunk unpacks to a tenth of it; a forged length must not exhaust the heap. */
    private static final int MAX_UNPACKED_BYTES = 64 << 20;

    /** Deflate cannot pack better than this, so a greater length is forged. */
    private static final long BEST_RATIO = 1032;

    private static final int STEP_BYTES = 16 << 10;

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final Inflater inflater = new Inflater(true);

    void pack(Bytes from, Bytes out) {
        out.varint(from.size());
        deflater.reset();
        deflater.setInput(from.array(), 0, from.size());
        deflater.finish();
        while (!deflater.finished()) {
            int at = out.size();
            out.resize(at + STEP_BYTES);
            out.resize(at + deflater.deflate(out.array(), at, STEP_BYTES));
        }
    }

    /** @param into is emptied first */
    Input unpack(byte[] packed, int length, Bytes into) {
        Input in = new Input(packed, 0, length);
        int size = in.count(MAX_UNPACKED_BYTES);
        if (size > BEST_RATIO * in.left()) {
            throw new Malformed(in.left() + " bytes that say they unpack to " + size);
        }
        into.clear();
        into.resize(size);
        inflater.reset();
        inflater.setInput(packed, in.position(), in.left());
        try {
            int at = 0;
            while (at < size) {
                int got = inflater.inflate(into.array(), at, size - at);
                if (got == 0) {
                    throw new Malformed("unpacks to " + at + " bytes and not " + size);
                }
                at += got;
            }
        } catch (DataFormatException e) {
            throw new Malformed("does not unpack: " + e.getMessage());
        }
        return new Input(into.array(), 0, size);
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
