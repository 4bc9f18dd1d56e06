package io.culprit.kernel.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the programs wrote, decoded; the layout is told by {@link Layout}. */
final class RowTable {
    private RowTable() {}

    /** All rows in use, of all CPUs; rows alike on several CPUs come several times. */
    static List<CountedCall> decode(byte[] blocks, Layout layout) {
        ByteBuffer b = ByteBuffer.wrap(blocks).order(ByteOrder.LITTLE_ENDIAN);
        List<CountedCall> calls = new ArrayList<>();
        for (int cpu = 0; cpu < layout.cpus(); cpu++) {
            int first = cpu * layout.block() + Layout.HEADER;
            for (int at = first; at < first + layout.rows() * Layout.ROW; at += Layout.ROW) {
                if (b.getInt(at + Layout.PROCESS) != 0 && b.getLong(at + Layout.COUNT) > 0) {
                    calls.add(row(b, at));
                }
            }
        }
        return calls;
    }

    static long lost(byte[] blocks, Layout layout) {
        ByteBuffer b = ByteBuffer.wrap(blocks).order(ByteOrder.LITTLE_ENDIAN);
        long lost = 0;
        for (int cpu = 0; cpu < layout.cpus(); cpu++) {
            lost += b.getLong(cpu * layout.block());
        }
        return lost;
    }

    /** @param row key and value of the spill, one after the other */
    static CountedCall decode(byte[] row) {
        return row(ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN), 0);
    }

    private static CountedCall row(ByteBuffer b, int at) {
        int descriptor = b.getInt(at + Layout.DESCRIPTOR);
        return new CountedCall(
                b.getInt(at + Layout.PROCESS),
                b.getInt(at + Layout.NUMBER),
                descriptor == Layout.NO_DESCRIPTOR ? OptionalInt.empty() : OptionalInt.of(descriptor),
                b.getInt(at + Layout.ERRNO),
                b.getLong(at + Layout.COUNT),
                b.getLong(at + Layout.TIMED),
                b.getLong(at + Layout.NANOS),
                b.getLong(at + Layout.LONGEST));
    }
}
