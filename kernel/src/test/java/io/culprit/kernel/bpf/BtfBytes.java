package io.culprit.kernel.bpf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes type information as pahole does; types are numbered from 1 in the order in which they are added. */
final class BtfBytes {
    static final int INT = 1;
    static final int POINTER = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int UNION = 5;
    static final int TYPEDEF = 8;
    static final int VOLATILE = 9;
    static final int CONST = 10;
    static final int FUNCTION = 12;
    private static final int BIT_FIELDS = 1 << 31;

    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private int count;

    BtfBytes() {
        strings.write(0);
    }

    /** @param offset in bits */
    record Field(String name, int type, int offset, int bits) {
        Field(String name, int type, int bytes) {
            this(name, type, 8 * bytes, 0);
        }
    }

    int integer(int bytes) {
        return add(INT, "", 0, bytes, new int[] {8 * bytes});
    }

    int array(int element, int length) {
        return add(ARRAY, "", 0, 0, new int[] {element, 1, length});
    }

    /** Pointer, typedef, qualifier, function: a kind that says of which type it is. */
    int of(int kind, String name, int type) {
        return add(kind, name, 0, type, new int[0]);
    }

    int composite(int kind, String name, int bytes, Field... fields) {
        boolean bitFields = java.util.Arrays.stream(fields).anyMatch(f -> f.bits != 0);
        int[] words = new int[3 * fields.length];
        for (int i = 0; i < fields.length; i++) {
            words[3 * i] = name(fields[i].name);
            words[3 * i + 1] = fields[i].type;
            words[3 * i + 2] = fields[i].offset | fields[i].bits << 24;
        }
        return add(kind, name, fields.length | (bitFields ? BIT_FIELDS : 0), bytes, words);
    }

    int add(int kind, String name, int more, int sizeOrType, int[] words) {
        write(name(name));
        write(kind << 24 | more);
        write(sizeOrType);
        for (int word : words) {
            write(word);
        }
        return ++count;
    }

    byte[] bytes() {
        ByteBuffer b = ByteBuffer.allocate(24 + types.size() + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0x1eb9f)
                .putInt(24)
                .putInt(0)
                .putInt(types.size())
                .putInt(types.size())
                .putInt(strings.size());
        return b.put(types.toByteArray()).put(strings.toByteArray()).array();
    }

    static ByteSource source(byte[] bytes) {
        return (at, into, wanted) -> {
            int n = (int) Math.max(0, Math.min(wanted, bytes.length - at));
            if (n > 0) {
                System.arraycopy(bytes, (int) at, into, 0, n);
            }
            return n;
        };
    }

    private int name(String name) {
        if (name.isEmpty()) {
            return 0;
        }
        byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        String all = strings.toString(StandardCharsets.US_ASCII);
        int known = all.indexOf("\0" + name + "\0");
        if (known >= 0) {
            return known + 1;
        }
        int at = strings.size();
        strings.write(text, 0, text.length);
        return at;
    }

    private void write(int word) {
        for (int i = 0; i < 4; i++) {
            types.write(word >>> (8 * i));
        }
    }
}
