package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.culprit.model.recording.ProcessMetric;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnCodecTest {
    private final Bytes bytes = new Bytes(16);

    @Test
    void anyNumbersInAnyRowsComeOutAgain() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            long[] values = values(random, random.nextInt(200));
            int[] lengths = lengths(random, values.length);
            bytes.clear();
            ColumnCodec.encodeRows(bytes, values, lengths, lengths.length);
            long[] out = new long[values.length];
            ColumnCodec.decodeRows(new Input(bytes.array(), 0, bytes.size()), out, lengths, lengths.length);
            assertThat(out).isEqualTo(values);

            bytes.clear();
            ColumnCodec.encodeEach(bytes, values, values.length);
            ColumnCodec.decodeEach(new Input(bytes.array(), 0, bytes.size()), out, values.length);
            assertThat(out).isEqualTo(values);
        }
    }

    private static int[] lengths(Random random, int count) {
        int[] lengths = new int[count + 1];
        int rows = 0;
        for (int left = count; left > 0; rows++) {
            lengths[rows] = 1 + random.nextInt(Math.min(left, 20));
            left -= lengths[rows];
        }
        return Arrays.copyOf(lengths, rows);
    }

    private static long[] values(Random random, int count) {
        long[] values = new long[count];
        long unit = new long[] {1, 4096, 10_000, Long.MAX_VALUE / 2, -3}[random.nextInt(5)];
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = switch (random.nextInt(8)) {
                case 0 -> ProcessMetric.UNKNOWN;
                case 1 -> random.nextInt(3) * unit;
                case 2 -> random.nextInt(30) == 0 ? random.nextLong() : last;
                case 3 -> random.nextInt(30) == 0 ? Long.MIN_VALUE + 1 : last;
                case 4 -> random.nextInt(30) == 0 ? Long.MAX_VALUE : last;
                default -> last;
            };
            values[i] = last;
        }
        return values;
    }

    @Test
    void manyProcessesThatDoNothingTakeAFewBytes() {
        long[] pages = new long[100_000];
        Arrays.fill(pages, 40_960);
        ColumnCodec.encodeEach(bytes, pages, pages.length);
        assertThat(bytes.size()).isLessThan(12);
        bytes.clear();
        Arrays.fill(pages, ProcessMetric.UNKNOWN);
        ColumnCodec.encode(bytes, pages, pages.length);
        assertThat(bytes.size()).isLessThan(8);
    }

    @Test
    void garbageIsMalformedOrNumbersAndNothingElse() {
        Random random = new Random(7);
        long[] out = new long[50];
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            try {
                ColumnCodec.decode(new Input(garbage, 0, garbage.length), out, out.length);
            } catch (Malformed e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void forgedLengthsAllocateNothing() {
        Bytes forged = new Bytes(16);
        forged.u32(64 << 20);
        forged.u32(0);
        try (Packing packing = new Packing()) {
            Bytes into = new Bytes(0);
            assertThatCode(() -> packing.unpack(forged.array(), forged.size(), into))
                    .isInstanceOf(Malformed.class);
            assertThat(into.array()).isEmpty();
        }
    }
}
