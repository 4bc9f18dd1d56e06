package io.culprit.kernel.sockdiag;

/** {@code struct packet_diag_msg} (linux/packet_diag.h). */
final class PacketRows implements DiagReply.Rows {
    private static final int BYTES = 16;
    private static final int INFO = 0;
    private static final int UID = 5;
    private static final int MEMINFO = 6;

    @Override
    public void take(byte[] b, int start, int end, SocketTable table) {
        if (end - start < BYTES || !table.add(SocketKind.PACKET, SocketState.CLOSE)) {
            return;
        }
        table.socketType(DiagReply.int8(b, start + 1));
        table.put(SocketTable.PORTS, DiagReply.int16(b, start + 2));
        table.put(SocketTable.INODE, DiagReply.int32(b, start + 4));
        DiagReply.attributes(b, start + BYTES, end, (type, from, to) -> {
            if (type == MEMINFO) {
                DiagReply.memory(b, from, to, table);
            } else if (to - from >= 4 && type == INFO) {
                table.put(SocketTable.DEVICE, DiagReply.int32(b, from));
            } else if (to - from >= 4 && type == UID) {
                table.put(SocketTable.UID, DiagReply.int32(b, from));
            }
        });
    }
}
