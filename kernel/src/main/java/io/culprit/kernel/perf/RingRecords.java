package io.culprit.kernel.perf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The records of a ring, copied out of it: {@code struct perf_event_header} and what follows. */
final class RingRecords {
    static final int HEADER_BYTES = 8;

    private static final int LOST = 2;
    private static final int SAMPLE = 9;
    private static final int LOST_SAMPLES = 13;
    private static final int LOST_COUNT_OFFSET = 16;
    private static final int LOST_SAMPLES_COUNT_OFFSET = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private long lost;

    /** Samples that the kernel had no room for, as it told so far. */
    long lost() {
        return lost;
    }

    /**
     * Takes the records that lie whole within the first {@code length} bytes.
     *
     * @return bytes taken; {@code -1} when what lies there is no record
     */
    int take(byte[] b, int length, SampleSink sink) {
        int at = 0;
        while (length - at >= HEADER_BYTES) {
            int type = (int) INT.get(b, at);
            int miscAndSize = (int) INT.get(b, at + 4);
            int size = miscAndSize >>> 16;
            if (size < HEADER_BYTES) {
                return -1;
            }
            if (size > length - at) {
                return at;
            }
            if (type == SAMPLE) {
                sink.sample(miscAndSize & 0xffff, b, at + HEADER_BYTES, at + size);
            } else if (type == LOST && size >= LOST_COUNT_OFFSET + Long.BYTES) {
                lost += Math.max(0, (long) LONG.get(b, at + LOST_COUNT_OFFSET));
                sink.lost();
            } else if (type == LOST_SAMPLES && size >= LOST_SAMPLES_COUNT_OFFSET + Long.BYTES) {
                lost += Math.max(0, (long) LONG.get(b, at + LOST_SAMPLES_COUNT_OFFSET));
                sink.lost();
            }
            at += size;
        }
        return at;
    }
}
