package io.culprit.kernel.kmsg;

import io.culprit.kernel.sys.Read;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One message.
 *
 * @param facility 0 for the kernel itself; what programs write to {@code /dev/kmsg} never has 0, the kernel sees to that
 * @param level 0 (emergency) to 7 (debug)
 * @param sequence counts all messages since boot
 * @param micros after boot, by the clock of the scheduler, which stands still during suspend
 * @param text with the kernel's escapes taken back, so it may hold any character; not UTF-8 becomes U+FFFD
 */
public record KmsgRecord(int facility, int level, long sequence, long micros, String text) {
    private static final int LEVELS = 8;
    private static final int ESCAPE_LENGTH = 4;

    public boolean fromKernel() {
        return facility == 0;
    }

    /** Form: {@code priority,sequence,micros,flags[,more];text}, then lines {@code  KEY=value} about the device. */
    public static Read<KmsgRecord> parse(byte[] b, int length) {
        int semicolon = indexOf(b, 0, length, ';');
        if (semicolon < 0) {
            return Read.malformed("parse /dev/kmsg", "a record has no semicolon");
        }
        String[] head = new String(b, 0, semicolon, StandardCharsets.ISO_8859_1).split(",", -1);
        if (head.length < 3) {
            return Read.malformed("parse /dev/kmsg", "a record has " + head.length + " fields");
        }
        int end = indexOf(b, semicolon, length, '\n');
        try {
            int priority = Integer.parseInt(head[0]);
            return Read.ok(new KmsgRecord(
                    priority / LEVELS,
                    priority % LEVELS,
                    Long.parseUnsignedLong(head[1]),
                    Long.parseUnsignedLong(head[2]),
                    unescaped(b, semicolon + 1, end < 0 ? length : end)));
        } catch (NumberFormatException e) {
            return Read.malformed("parse /dev/kmsg", "a record begins with what is no number");
        }
    }

    /** The kernel writes every byte that is not printable ASCII, and the backslash itself, as {@code \x1b}. */
    private static String unescaped(byte[] b, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            int value = b[i] == '\\' && i + ESCAPE_LENGTH <= to && b[i + 1] == 'x' ? hex(b[i + 2], b[i + 3]) : -1;
            if (value < 0) {
                out.write(b[i]);
            } else {
                out.write(value);
                i += ESCAPE_LENGTH - 1;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h * 16 + l;
    }

    private static int indexOf(byte[] b, int from, int length, char wanted) {
        for (int i = from; i < length; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
