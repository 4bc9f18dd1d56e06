package io.culprit.record.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of a file that may be anything: bounded, without BOM, CR and NUL, invalid UTF-8 replaced. */
final class TextLines {
    /** The kernel cuts the command line that ps prints at a page or at 128 KiB; what matters stands before it. */
    static final int LONGEST_BYTES = 65_536;

    private static final int BUFFER_BYTES = 65_536;
    private static final char BOM = '\uFEFF';

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private byte[] line = new byte[256];
    private int length;
    private String text = "";
    private long number;
    private boolean cut;

    TextLines(InputStream in) {
        this.in = in;
    }

    /** @return false at the end */
    boolean next() throws IOException {
        length = 0;
        cut = false;
        boolean any = false;
        while (true) {
            if (position == filled && !fill()) {
                break;
            }
            any = true;
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            keep(position, end);
            boolean whole = end < filled;
            position = whole ? end + 1 : end;
            if (whole) {
                break;
            }
        }
        if (any) {
            number++;
            text = decoded();
        }
        return any;
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        return filled > 0;
    }

    private void keep(int from, int to) {
        int count = Math.min(to - from, LONGEST_BYTES - length);
        cut |= count < to - from;
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
        }
        System.arraycopy(buffer, from, line, length, count);
        length += count;
    }

    private String decoded() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String decoded = new String(line, 0, end, StandardCharsets.UTF_8);
        if (decoded.indexOf(0) >= 0) {
            decoded = decoded.replace("\0", "");
        }
        return number == 1 && !decoded.isEmpty() && decoded.charAt(0) == BOM ? decoded.substring(1) : decoded;
    }

    String text() {
        return text;
    }

    /** From 1. */
    long number() {
        return number;
    }

    /** The line is longer than {@link #LONGEST_BYTES}; the rest was skipped. */
    boolean cut() {
        return cut;
    }
}
