package io.culprit.kernel.sockdiag;

import java.nio.charset.StandardCharsets;

/** {@code struct unix_diag_msg} and its attributes (linux/unix_diag.h). */
final class UnixRows implements DiagReply.Rows {
    private static final int BYTES = 16;
    private static final int NAME = 0;
    private static final int PEER = 2;
    private static final int RQLEN = 4;
    private static final int MEMINFO = 5;
    private static final int UID = 7;

    /** As long as {@code sun_path} can be. */
    private static final int NAME_BYTES = 108;

    @Override
    public void take(byte[] b, int start, int end, SocketTable table) {
        if (end - start < BYTES || !table.add(SocketKind.UNIX, DiagReply.int8(b, start + 2))) {
            return;
        }
        table.socketType(DiagReply.int8(b, start + 1));
        table.put(SocketTable.INODE, DiagReply.int32(b, start + 4));
        DiagReply.attributes(b, start + BYTES, end, (type, from, to) -> attribute(b, type, from, to, table));
    }

    private static void attribute(byte[] b, int type, int from, int to, SocketTable table) {
        switch (type) {
            case NAME -> table.name(name(b, from, to));
            case PEER -> {
                if (to - from >= 4) {
                    table.put(SocketTable.PEER, DiagReply.int32(b, from));
                }
            }
            case RQLEN -> {
                if (to - from >= 8) {
                    table.put(SocketTable.RECEIVE_QUEUE, DiagReply.int32(b, from));
                    table.put(SocketTable.SEND_QUEUE, DiagReply.int32(b, from + 4));
                }
            }
            case MEMINFO -> DiagReply.memory(b, from, to, table);
            case UID -> {
                if (to - from >= 4) {
                    table.put(SocketTable.UID, DiagReply.int32(b, from));
                }
            }
            default -> {}
        }
    }

    /** A path ends with its NUL; an abstract name begins with one and may hold more, which are shown as ss shows them. */
    private static String name(byte[] b, int from, int to) {
        int end = Math.min(to, from + NAME_BYTES);
        boolean isAbstract = from < end && b[from] == 0;
        if (!isAbstract) {
            int nul = from;
            while (nul < end && b[nul] != 0) {
                nul++;
            }
            end = nul;
        }
        return new String(b, from, end - from, StandardCharsets.UTF_8).replace('\0', '@');
    }
}
