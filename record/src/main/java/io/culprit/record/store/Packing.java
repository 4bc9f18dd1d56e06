package io.culprit.record.store;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Deflated bytes behind their length. Holds native memory until it is closed. */
final class Packing implements AutoCloseable {
    /** 9 gains 0.2 percent on a simulated host, 4 loses 0.8. */
    private static final int LEVEL = 6;

    /** A segment's largest chunk unpacks to a tenth of it; a forged length must not exhaust the heap. */
    private static final int MAX_UNPACKED_BYTES = 64 << 20;

    /** Deflate cannot pack better than this, so a greater length is forged. */
    private static final long BEST_RATIO = 1032;

    private static final int STEP_BYTES = 16 << 10;

    /** What a caller hands over at once, so that it need not hold the whole. */
    static final int PART_BYTES = 32 << 10;

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final Inflater inflater = new Inflater(true);
    private Bytes out = new Bytes(0);
    private int unpacked;

    /** Begins anew in {@code out}, which is emptied. */
    void begin(Bytes out) {
        this.out = out;
        out.clear();
        out.u32(0);
        unpacked = 0;
        deflater.reset();
    }

    /** Takes what is in {@code part} and empties it. */
    void add(Bytes part) {
        unpacked += part.size();
        deflater.setInput(part.array(), 0, part.size());
        while (!deflater.needsInput()) {
            step();
        }
        part.clear();
    }

    /** {@link #add} once the part has grown large enough. */
    void addIfLarge(Bytes part) {
        if (part.size() >= PART_BYTES) {
            add(part);
        }
    }

    void end(Bytes lastPart) {
        add(lastPart);
        deflater.finish();
        while (!deflater.finished()) {
            step();
        }
        out.u32At(0, unpacked);
    }

    private void step() {
        int at = out.size();
        out.resize(at + STEP_BYTES);
        int got = deflater.deflate(out.array(), at, STEP_BYTES);
        out.resize(at + got);
    }

    /** @param into is emptied first */
    Input unpack(byte[] packed, int length, Bytes into) {
        Input in = new Input(packed, 0, length);
        int size = in.u32();
        if (size < 0 || size > MAX_UNPACKED_BYTES || size > BEST_RATIO * in.left()) {
            throw new Malformed(in.left() + " bytes that say they unpack to " + Integer.toUnsignedString(size));
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
