package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RowTableTest {
    private final Layout layout = Layout.of(2);
    private final byte[] blocks = new byte[layout.bytes()];
    private final ByteBuffer b = ByteBuffer.wrap(blocks).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void readsTheRowsOfAllCpusAndPassesOverEmptyOnes() {
        row(Layout.HEADER + 3 * Layout.ROW, 100, 45, 11, 11, 7);
        row(layout.block() + Layout.HEADER + (layout.rows() - 1) * Layout.ROW, 101, 12, Layout.NO_DESCRIPTOR, 0, 9);
        assertThat(RowTable.decode(blocks, layout))
                .containsExactly(
                        new CountedCall(100, 45, OptionalInt.of(11), 11, 7, 2, 900, 500),
                        new CountedCall(101, 12, OptionalInt.empty(), 0, 9, 2, 900, 500));
    }

    @Test
    void lostCallsAreThoseOfAllCpus() {
        b.putLong(0, 5).putLong(layout.block(), 6);
        assertThat(RowTable.lost(blocks, layout)).isEqualTo(11);
    }

    @Test
    void aHostWithThousandsOfCpusStillFits() {
        assertThat(Layout.of(1).bytes()).isLessThan(64 * 1024);
        assertThat(Layout.of(4096).bytes()).isPositive().isLessThan(8 << 20);
    }

    private void row(int at, int process, int number, int descriptor, int errno, long count) {
        b.putInt(at + Layout.NUMBER, number).putInt(at + Layout.PROCESS, process);
        b.putInt(at + Layout.DESCRIPTOR, descriptor).putInt(at + Layout.ERRNO, errno);
        b.putLong(at + Layout.COUNT, count).putLong(at + Layout.TIMED, 2);
        b.putLong(at + Layout.NANOS, 900).putLong(at + Layout.LONGEST, 500);
    }
}
