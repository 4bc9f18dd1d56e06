package io.culprit.kernel.sockdiag;

/** {@code struct netlink_diag_msg} (linux/netlink_diag.h). The kernel's own ends, which have no port id, are passed over. */
final class NetlinkRows implements DiagReply.Rows {
    private static final int BYTES = 28;
    private static final int MEMINFO = 0;

    @Override
    public void take(byte[] b, int start, int end, SocketTable table) {
        if (end - start < BYTES
                || DiagReply.int32(b, start + 4) == 0
                || !table.add(SocketKind.NETLINK, SocketState.CLOSE)) {
            return;
        }
        table.socketType(DiagReply.int8(b, start + 1));
        table.put(SocketTable.PORTS, DiagReply.int8(b, start + 2));
        table.put(SocketTable.PEER, DiagReply.int32(b, start + 4));
        table.put(SocketTable.INODE, DiagReply.int32(b, start + 16));
        DiagReply.attributes(b, start + BYTES, end, (type, from, to) -> {
            if (type == MEMINFO) {
                DiagReply.memory(b, from, to, table);
            }
        });
    }
}
