package io.culprit.record.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written: a growing array that is used again. Integers are little-endian. */
final class Bytes {
    /** Longer text of a process says nothing more about it; a command line may have megabytes. */
    static final int MAX_TEXT_BYTES = 8192;

    private byte[] array;
    private int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    /** Another one after it grew. */
    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Makes room; what is written through {@link #array} counts. */
    void resize(int size) {
        room(size - this.size);
        this.size = size;
    }

    void u8(int value) {
        room(1);
        array[size++] = (byte) value;
    }

    void u16(int value) {
        room(2);
        array[size++] = (byte) value;
        array[size++] = (byte) (value >>> 8);
    }

    void u32(int value) {
        room(4);
        u32At(size, value);
        size += 4;
    }

    void u64(long value) {
        u32((int) value);
        u32((int) (value >>> 32));
    }

    void u16At(int position, int value) {
        array[position] = (byte) value;
        array[position + 1] = (byte) (value >>> 8);
    }

    void u32At(int position, int value) {
        array[position] = (byte) value;
        array[position + 1] = (byte) (value >>> 8);
        array[position + 2] = (byte) (value >>> 16);
        array[position + 3] = (byte) (value >>> 24);
    }

    /** Seven bits a byte, the lowest first; 1 to 10 bytes. */
    void varint(long value) {
        room(10);
        byte[] a = array;
        int at = size;
        while ((value & ~0x7FL) != 0) {
            a[at++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        a[at++] = (byte) value;
        size = at;
    }

    /** Small for small numbers of either sign. */
    void signed(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    /** Cut at {@link #MAX_TEXT_BYTES}; a lone surrogate becomes a question mark. */
    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = utf8.length;
        if (length > MAX_TEXT_BYTES) {
            length = MAX_TEXT_BYTES;
            while ((utf8[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        varint(length);
        bytes(utf8, 0, length);
    }

    void bytes(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, array, size, length);
        size += length;
    }

    private void room(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length + (array.length >> 1), size + more));
        }
    }
}
