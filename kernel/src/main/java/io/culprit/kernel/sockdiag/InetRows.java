package io.culprit.kernel.sockdiag;

/** {@code struct inet_diag_msg} and its attributes (linux/inet_diag.h). */
record InetRows(SocketKind kind) implements DiagReply.Rows {
    private static final int BYTES = 72;
    private static final int AF_INET6 = 10;

    private static final int INFO = 2;
    private static final int SKMEMINFO = 7;

    /** Where {@code struct tcp_info} (linux/tcp.h) has rtt, rttvar, retrans, total_retrans, unacked, lost. */
    private static final int[] TCP_INFO = {68, 72, 36, 100, 24, 32};

    @Override
    public void take(byte[] b, int start, int end, SocketTable table) {
        if (end - start < BYTES || !table.add(kind, DiagReply.int8(b, start + 1))) {
            return;
        }
        table.put(SocketTable.PORTS, DiagReply.network32(b, start + 4));
        for (int word = 0; word < 4; word++) {
            table.put(SocketTable.LOCAL + word, DiagReply.network32(b, start + 8 + 4 * word));
            table.put(SocketTable.PEER + word, DiagReply.network32(b, start + 24 + 4 * word));
        }
        if (DiagReply.int8(b, start) == AF_INET6) {
            table.flag(SocketTable.SIX);
        }
        table.put(SocketTable.DEVICE, DiagReply.int32(b, start + 40));
        table.put(SocketTable.RECEIVE_QUEUE, DiagReply.int32(b, start + 56));
        table.put(SocketTable.SEND_QUEUE, DiagReply.int32(b, start + 60));
        table.put(SocketTable.UID, DiagReply.int32(b, start + 64));
        table.put(SocketTable.INODE, DiagReply.int32(b, start + 68));
        DiagReply.attributes(b, start + BYTES, end, (type, from, to) -> {
            if (type == SKMEMINFO) {
                DiagReply.memory(b, from, to, table);
            } else if (type == INFO && kind == SocketKind.TCP) {
                tcp(b, from, to, table);
            }
        });
    }

    private static void tcp(byte[] b, int start, int end, SocketTable table) {
        for (int i = 0; i < SocketTable.TCP_WORDS; i++) {
            if (start + TCP_INFO[i] + Integer.BYTES <= end) {
                table.put(SocketTable.TCP + i, DiagReply.int32(b, start + TCP_INFO[i]));
            }
        }
        table.flag(SocketTable.HAS_TCP);
    }
}
