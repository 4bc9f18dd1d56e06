package io.culprit.kernel.procfs;

import java.util.Arrays;

/**
 * Walks over the bytes of a text file of /proc without making anything: for files that are read every few seconds for days.
 * Whatever the bytes are, it stays within them.
 */
public final class Cursor {
    /** There were no digits. */
    public static final long NONE = Long.MIN_VALUE;

    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    /** @param length of the bytes that count */
    public Cursor over(byte[] bytes, int length) {
        return over(bytes, 0, length);
    }

    public Cursor over(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.end = Math.max(0, Math.min(end, bytes.length));
        this.at = Math.max(0, Math.min(from, this.end));
        return this;
    }

    public boolean more() {
        return at < end;
    }

    public int position() {
        return at;
    }

    /** To a position that was asked for before. */
    public void back(int position) {
        at = Math.max(0, Math.min(position, end));
    }

    /** The byte here, 0 to 255; -1 at the end. */
    public int here() {
        return at < end ? bytes[at] & 0xff : -1;
    }

    /** Steps behind the key if the bytes here begin with it. */
    public boolean skip(byte[] key) {
        if (end - at < key.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (bytes[at + i] != key[i]) {
                return false;
            }
        }
        at += key.length;
        return true;
    }

    /** To the begin of the next line. */
    public void line() {
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        at = Math.min(end, at + 1);
    }

    /** Position of the last such byte between here and the end of the line; -1 when there is none. */
    public int lastInLine(char wanted) {
        int last = -1;
        for (int i = at; i < end && bytes[i] != '\n'; i++) {
            last = bytes[i] == wanted ? i : last;
        }
        return last;
    }

    /** Whether the bytes from a position on are exactly those. */
    public boolean same(int from, int length, byte[] as) {
        return from >= 0
                && length >= 0
                && from + length <= end
                && Arrays.equals(bytes, from, from + length, as, 0, as.length);
    }

    public byte[] copy(int from, int length) {
        return Arrays.copyOfRange(bytes, from, Math.min(end, from + length));
    }

    /** Over blanks and tabs, to what follows them in this line. */
    public void blanks() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** Over the blanks here and the word behind them. @return whether there was one */
    public boolean word() {
        blanks();
        int begin = at;
        while (at < end && bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\n') {
            at++;
        }
        return at > begin;
    }

    /**
     * Over the blanks here and the number behind them. More than 63 bits wrap, as the counters do that are so large.
     *
     * @return {@link #NONE} when there is none, and then it stands where one should begin
     */
    public long number() {
        blanks();
        boolean negative = at < end && bytes[at] == '-';
        int digits = negative ? at + 1 : at;
        int i = digits;
        long n = 0;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            n = n * 10 + (bytes[i++] - '0');
        }
        if (i == digits) {
            return NONE;
        }
        at = i;
        return negative ? -n : n;
    }

    /** As {@link #number}, of hexadecimal digits in either case. */
    public long hex() {
        blanks();
        int begin = at;
        long n = 0;
        while (at < end) {
            int digit = Character.digit(bytes[at], 16);
            if (digit < 0) {
                break;
            }
            n = n << 4 | digit;
            at++;
        }
        return at == begin ? NONE : n;
    }
}
