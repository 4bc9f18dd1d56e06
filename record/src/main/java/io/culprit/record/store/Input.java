package io.culprit.record.store;

import java.nio.charset.StandardCharsets;

/** Bytes being read. Every method throws {@link Malformed} instead of reading past the end. */
final class Input {
    private static final int LONGEST_VARINT_SHIFT = 63;

    private final byte[] array;
    private int at;
    private final int end;

    Input(byte[] array, int from, int end) {
        if (from < 0 || end < from || end > array.length) {
            throw new Malformed("a part from " + from + " to " + end + " of " + array.length + " bytes");
        }
        this.array = array;
        this.at = from;
        this.end = end;
    }

    int position() {
        return at;
    }

    int left() {
        return end - at;
    }

    int u8() {
        need(1);
        return array[at++] & 0xFF;
    }

    int u16() {
        return u8() | u8() << 8;
    }

    int u32() {
        return u16() | u16() << 16;
    }

    long u64() {
        return (u32() & 0xFFFF_FFFFL) | ((long) u32() << 32);
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift <= LONGEST_VARINT_SHIFT; shift += 7) {
            if (at == end) {
                throw new Malformed("ends within a number");
            }
            byte b = array[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new Malformed("a number of more than ten bytes");
    }

    long signed() {
        long z = varint();
        return (z >>> 1) ^ -(z & 1);
    }

    /** A number that says how many follow. */
    int count(int most) {
        long count = varint();
        if (count < 0 || count > most) {
            throw new Malformed("counts " + Long.toUnsignedString(count) + ", more than " + most);
        }
        return (int) count;
    }

    String text() {
        int length = count(left());
        String text = new String(array, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    Input part(int length) {
        need(length);
        Input part = new Input(array, at, at + length);
        at += length;
        return part;
    }

    private void need(int bytes) {
        if (bytes < 0 || left() < bytes) {
            throw new Malformed("ends after " + left() + " of " + bytes + " bytes");
        }
    }
}
