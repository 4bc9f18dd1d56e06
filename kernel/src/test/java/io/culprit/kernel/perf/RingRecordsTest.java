package io.culprit.kernel.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingRecordsTest {
    private final RingRecords records = new RingRecords();
    private final List<String> seen = new ArrayList<>();

    private int take(byte[] b, int length) {
        return records.take(b, length, new SampleSink() {
            @Override
            public void sample(int misc, byte[] bytes, int from, int to) {
                seen.add("misc " + misc + ", " + (to - from) + " bytes at " + from);
            }

            @Override
            public void lost() {
                seen.add("lost");
            }
        });
    }

    /** The records of include/uapi/linux/perf_event.h: a sample in user mode, a loss of 1000, a sample in the kernel. */
    private static byte[] three() {
        ByteBuffer b = ByteBuffer.allocate(72).order(ByteOrder.nativeOrder());
        b.putInt(9)
                .putShort((short) 2)
                .putShort((short) 24)
                .putLong(0x401000)
                .putInt(7)
                .putInt(7);
        b.putInt(2).putShort((short) 0).putShort((short) 24).putLong(1).putLong(1000);
        b.putInt(9)
                .putShort((short) 1)
                .putShort((short) 24)
                .putLong(-1)
                .putInt(7)
                .putInt(8);
        return b.array();
    }

    @Test
    void samplesComeInOrderAndLossesAreAddedUp() {
        assertThat(take(three(), 72)).isEqualTo(72);
        assertThat(seen).containsExactly("misc 2, 16 bytes at 8", "lost", "misc 1, 16 bytes at 56");
        assertThat(records.lost()).isEqualTo(1000);
    }

    @Test
    void aRecordThatIsNotWholeWaitsForItsRest() {
        assertThat(take(three(), 47)).isEqualTo(24);
        assertThat(take(three(), 5)).isZero();
        assertThat(records.lost()).isZero();
    }

    @Test
    void aRecordWithoutLengthIsNone() {
        assertThat(take(new byte[16], 16)).isEqualTo(-1);
    }

    @Test
    void recordsOfOtherKindsArePassedOver() {
        byte[] b = three();
        b[0] = 77;
        assertThat(take(b, 72)).isEqualTo(72);
        assertThat(seen).hasSize(2);
    }

    @Test
    void anyBytesAtAllEndTheReading() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] b = three();
            b[random.nextInt(b.length)] = (byte) random.nextInt();
            b[4 + random.nextInt(4)] = (byte) random.nextInt();
            assertThat(take(b, random.nextInt(73))).isBetween(-1, 72);
        }
    }
}
