package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommBytesTest {

    @Test
    void whatStandsBehindTheZeroIsGone() {
        var random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            byte[] name = new byte[16];
            random.nextBytes(name);
            // Some with zeros near ones, where borrowing bits would show.
            for (int n = random.nextInt(4); n > 0; n--) {
                name[random.nextInt(16)] = (byte) random.nextInt(2);
            }
            byte[] expected = name.clone();
            for (int at = 0; at < 16; at++) {
                if (expected[at] == 0) {
                    Arrays.fill(expected, at, 16, (byte) 0);
                }
            }
            ByteBuffer in = ByteBuffer.wrap(name).order(ByteOrder.LITTLE_ENDIAN);
            long low = CommBytes.low(in.getLong(0));
            long high = CommBytes.high(low, in.getLong(8));
            byte[] out = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(low)
                    .putLong(high)
                    .array();
            assertThat(out).isEqualTo(expected);
        }
    }
}
