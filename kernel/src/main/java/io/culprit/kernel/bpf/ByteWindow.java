package io.culprit.kernel.bpf;

/** A moving view of a {@link ByteSource}; what lies beyond its end is an {@link Unreadable}. */
final class ByteWindow {
    /** Passing over everything: few calls. */
    private static final int WIDE_BYTES = 64 << 10;
    /** Following a pointer: what is near is wanted as well, and no more. */
    private static final int NARROW_BYTES = 4 << 10;

    /** The bytes end too early or cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        /** 0 when they end. */
        final int errno;

        Unreadable(String message, int errno) {
            super(message);
            this.errno = errno;
        }
    }

    private final ByteSource source;
    private final byte[] bytes = new byte[WIDE_BYTES];
    private int reach = WIDE_BYTES;
    private long start;
    private int length;

    ByteWindow(ByteSource source) {
        this.source = source;
    }

    /** From now on only single places will be looked at. */
    void narrow() {
        reach = NARROW_BYTES;
    }

    int integer(long at) throws Unreadable {
        int i = place(at, Integer.BYTES);
        byte[] b = bytes;
        return (b[i] & 0xff) | (b[i + 1] & 0xff) << 8 | (b[i + 2] & 0xff) << 16 | (b[i + 3] & 0xff) << 24;
    }

    long unsigned(long at) throws Unreadable {
        return Integer.toUnsignedLong(integer(at));
    }

    byte one(long at) throws Unreadable {
        return bytes[place(at, 1)];
    }

    private int place(long at, int size) throws Unreadable {
        long i = at - start;
        if (i < 0 || i + size > length) {
            start = at;
            length = source.read(at, bytes, reach);
            if (length < size) {
                int errno = Math.max(0, -length);
                length = 0;
                throw new Unreadable("the bytes end at " + at, errno);
            }
            i = 0;
        }
        return (int) i;
    }
}
