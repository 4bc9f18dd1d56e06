package io.culprit.diagnose.probe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTableTest {
    private final CallTable table = new CallTable();

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        table.forEach((process, number, fd, errno, count, timed, nanos, longest) -> rows.add(process + " " + number
                + " " + fd + " " + errno + ": " + count + " " + timed + " " + nanos + " " + longest));
        return rows;
    }

    @Test
    void callsAlikeAreOneRow() {
        int row = table.count(4095, 45, 11, 11);
        table.time(row, 100);
        table.time(table.count(4095, 45, 11, 11), 300);
        table.count(4095, 45, 12, 11);
        assertThat(rows()).containsExactlyInAnyOrder("4095 45 11 11: 2 2 400 300", "4095 45 12 11: 1 0 0 0");
    }

    @Test
    void minusOneIsADescriptorThatWasMeantAndTheCurrentFolderIsNone() {
        table.count(0, 3, -1, 9);
        table.count(0, 257, -100, 2);
        table.count(0, 24, CallTable.NO_FD, 0);
        assertThat(rows())
                .containsExactlyInAnyOrder(
                        "0 3 -1 9: 1 0 0 0",
                        "0 257 " + CallTable.NO_FD + " 2: 1 0 0 0",
                        "0 24 " + CallTable.NO_FD + " 0: 1 0 0 0");
    }

    @Test
    void absurdValuesStayInTheirFields() {
        table.count(1, -1, Integer.MAX_VALUE, 4095);
        table.count(1, 0x40000000, Integer.MIN_VALUE, 1 << 20);
        assertThat(rows()).containsExactly("1 " + CallTable.OTHER_NUMBER + " " + CallTable.NO_FD + " 4095: 2 0 0 0");
    }

    @Test
    void moreRowsThanThereIsRoomForAreCounted() {
        for (int fd = 0; fd < CallTable.MAX_ROWS + 10; fd++) {
            table.count(0, 0, fd, 0);
        }
        assertThat(rows()).hasSize(CallTable.MAX_ROWS);
        assertThat(table.dropped()).isEqualTo(10);
    }
}
