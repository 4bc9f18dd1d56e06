package io.culprit.kernel.sockdiag;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** One datagram of a netlink dump (netlink(7)): the messages in it, and how the dump stands after it. */
final class DiagReply {
    static final int HEADER_BYTES = 16;

    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int FLAG_INTERRUPTED = 0x10;
    private static final int TYPE_MASK = 0x3fff;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
    private static final VarHandle NETWORK_INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Takes the body of one message into the table; offsets are into the whole datagram. */
    interface Rows {
        void take(byte[] bytes, int start, int end, SocketTable table);
    }

    /** Takes one attribute. */
    interface Attributes {
        void take(int type, int start, int end);
    }

    enum Standing {
        MORE,
        DONE,
        FAILED,
        /** The bytes are not netlink messages. */
        MALFORMED
    }

    /**
     * @param errno of a failure, positive
     * @param interrupted the list changed while it was read, so that sockets may lack or be there twice
     */
    record State(Standing standing, int errno, boolean interrupted) {
        private static final State GOES_ON = new State(Standing.MORE, 0, false);
    }

    private DiagReply() {}

    static State parse(byte[] b, int length, int sequence, Rows rows, SocketTable table) {
        boolean interrupted = false;
        int at = 0;
        while (length - at >= HEADER_BYTES) {
            int bytes = int32(b, at);
            int type = int16(b, at + 4);
            if (bytes < HEADER_BYTES || bytes > length - at) {
                return new State(Standing.MALFORMED, 0, interrupted);
            }
            interrupted |= (int16(b, at + 6) & FLAG_INTERRUPTED) != 0;
            if (int32(b, at + 8) == sequence) {
                int body = at + HEADER_BYTES;
                int end = at + bytes;
                if (type == SOCK_DIAG_BY_FAMILY) {
                    rows.take(b, body, end, table);
                } else if (type == ERROR || type == DONE) {
                    // Both carry an errno; a dump that could not start ends at once, with one.
                    int errno = end - body >= Integer.BYTES ? Math.abs(int32(b, body)) : 0;
                    boolean failed = errno != 0 || type == ERROR;
                    return new State(failed ? Standing.FAILED : Standing.DONE, errno, interrupted);
                }
            }
            at += aligned(bytes);
        }
        if (at >= length) {
            return interrupted ? new State(Standing.MORE, 0, true) : State.GOES_ON;
        }
        return new State(Standing.MALFORMED, 0, interrupted);
    }

    static void attributes(byte[] b, int start, int end, Attributes attributes) {
        int at = start;
        while (end - at >= ATTRIBUTE_HEADER_BYTES) {
            int bytes = int16(b, at);
            if (bytes < ATTRIBUTE_HEADER_BYTES || bytes > end - at) {
                return;
            }
            attributes.take(int16(b, at + 2) & TYPE_MASK, at + ATTRIBUTE_HEADER_BYTES, at + bytes);
            at += aligned(bytes);
        }
    }

    private static int aligned(int bytes) {
        return bytes + 3 & ~3;
    }

    static int int32(byte[] b, int at) {
        return (int) INT.get(b, at);
    }

    static int int16(byte[] b, int at) {
        return (short) SHORT.get(b, at) & 0xffff;
    }

    /** In the order of the packet. */
    static int network32(byte[] b, int at) {
        return (int) NETWORK_INT.get(b, at);
    }

    static int int8(byte[] b, int at) {
        return b[at] & 0xff;
    }

    /** Nine words of {@code SK_MEMINFO_*}; older kernels have fewer. */
    static void memory(byte[] b, int start, int end, SocketTable table) {
        int words = Math.min(SocketTable.MEMORY_WORDS, (end - start) / Integer.BYTES);
        for (int i = 0; i < words; i++) {
            table.put(SocketTable.MEMORY + i, int32(b, start + i * Integer.BYTES));
        }
        table.flag(SocketTable.HAS_MEMORY);
    }
}
