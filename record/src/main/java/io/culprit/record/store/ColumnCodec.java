package io.culprit.record.store;

import io.culprit.model.recording.ProcessMetric;

/**
 * A column of numbers as bytes: divided by what divides all of them, then the differences, with runs of equal ones counted.
 *
 * <p>First the divisor, then tokens, all of them varints. An even token is half of it, a zigzag difference. An odd one above 1
 * says how often the last difference comes again. 1 is followed by 0 and eight bytes, a difference that fits no token; or by
 * how many values are unknown. Differences and quotients wrap around at 64 bits.
 *
 * <p>The first value of a row is compared with the first one of the row before it, every other with the last known one of its
 * row. Without rows a value is its own difference.
 */
final class ColumnCodec {
    private static final long UNKNOWN = ProcessMetric.UNKNOWN;
    private static final int ESCAPE = 1;
    private static final int RAW = 0;

    private ColumnCodec() {}

    /** Each value by itself, for those of many processes at one moment: zeros among large numbers stay small. */
    static void encodeEach(Bytes out, long[] values, int count) {
        long divisor = divisor(values, 0, count);
        out.varint(divisor);
        Run run = new Run(out);
        for (int i = 0; i < count; i++) {
            if (values[i] == UNKNOWN) {
                run.unknown();
            } else {
                run.difference(divisor == 1 ? values[i] : values[i] / divisor);
            }
        }
        run.end();
    }

    /** @param lengths of the rows, which lie one after another in {@code values} */
    static void encodeRows(Bytes out, long[] values, int[] lengths, int rows) {
        encodeRows(out, values, 0, lengths, 0, rows);
    }

    /** Rows {@code from} up to before {@code to}, whose values begin at {@code at}. */
    static void encodeRows(Bytes out, long[] values, int at, int[] lengths, int from, int to) {
        int count = 0;
        for (int row = from; row < to; row++) {
            count += lengths[row];
        }
        long divisor = divisor(values, at, count);
        out.varint(divisor);
        Run run = new Run(out);
        long base = 0;
        for (int row = from; row < to; row++) {
            long last = base;
            boolean first = true;
            for (int end = at + lengths[row]; at < end; at++) {
                if (values[at] == UNKNOWN) {
                    run.unknown();
                    continue;
                }
                long quotient = divisor == 1 ? values[at] : values[at] / divisor;
                run.difference(quotient - last);
                last = quotient;
                if (first) {
                    base = quotient;
                    first = false;
                }
            }
        }
        run.end();
    }

    static void encode(Bytes out, long[] values, int count) {
        encodeRows(out, values, new int[] {count}, 1);
    }

    static void decodeEach(Input in, long[] into, int count) {
        Tokens tokens = new Tokens(in);
        long divisor = in.varint();
        for (int i = 0; i < count; i++) {
            into[i] = tokens.next() ? tokens.difference * divisor : UNKNOWN;
        }
        tokens.end();
    }

    static void decodeRows(Input in, long[] into, int[] lengths, int rows) {
        decodeRows(in, into, 0, lengths, 0, rows);
    }

    static void decodeRows(Input in, long[] into, int at, int[] lengths, int from, int to) {
        Tokens tokens = new Tokens(in);
        long divisor = in.varint();
        long base = 0;
        for (int row = from; row < to; row++) {
            long last = base;
            boolean first = true;
            for (int end = at + lengths[row]; at < end; at++) {
                if (!tokens.next()) {
                    into[at] = UNKNOWN;
                    continue;
                }
                last += tokens.difference;
                into[at] = last * divisor;
                if (first) {
                    base = last;
                    first = false;
                }
            }
        }
        tokens.end();
    }

    static void decode(Input in, long[] into, int count) {
        decodeRows(in, into, new int[] {count}, 1);
    }

    private static long divisor(long[] values, int at, int count) {
        long divisor = 0;
        for (int i = at; i < at + count && divisor != 1; i++) {
            long value = values[i];
            if (value == UNKNOWN || value == 0 || (divisor != 0 && value % divisor == 0)) {
                continue;
            }
            long a = Math.abs(value);
            while (a != 0) {
                long rest = divisor % a;
                divisor = a;
                a = rest;
            }
        }
        return divisor == 0 ? 1 : divisor;
    }

    private static final class Run {
        private final Bytes out;
        private long last;
        private int repeats;
        private int unknown;

        Run(Bytes out) {
            this.out = out;
        }

        void unknown() {
            if (repeats > 0) {
                end();
            }
            unknown++;
        }

        void difference(long difference) {
            if (difference == last && unknown == 0) {
                repeats++;
                return;
            }
            end();
            if (difference == last) {
                repeats = 1;
                return;
            }
            long zigzag = (difference << 1) ^ (difference >> 63);
            if (zigzag >= 0) {
                out.varint(zigzag << 1);
            } else {
                out.varint(ESCAPE);
                out.varint(RAW);
                out.u64(difference);
            }
            last = difference;
        }

        void end() {
            if (repeats > 0) {
                out.varint(((long) repeats << 1) | 1);
                repeats = 0;
            }
            if (unknown > 0) {
                out.varint(ESCAPE);
                out.varint(unknown);
                unknown = 0;
            }
        }
    }

    private static final class Tokens {
        private final Input in;
        private long repeats;
        private long unknown;
        long difference;

        Tokens(Input in) {
            this.in = in;
        }

        /** @return false for an unknown value */
        boolean next() {
            if (repeats > 0) {
                repeats--;
                return true;
            }
            if (unknown > 0) {
                unknown--;
                return false;
            }
            long token = in.varint();
            if ((token & 1) == 0) {
                long zigzag = token >>> 1;
                difference = (zigzag >>> 1) ^ -(zigzag & 1);
                return true;
            }
            if (token != ESCAPE) {
                repeats = (token >>> 1) - 1;
                return true;
            }
            long count = in.varint();
            if (count == RAW) {
                difference = in.u64();
                return true;
            }
            unknown = count - 1;
            return false;
        }

        void end() {
            if (repeats != 0 || unknown != 0) {
                throw new Malformed("a column holds more than its rows");
            }
        }
    }
}
