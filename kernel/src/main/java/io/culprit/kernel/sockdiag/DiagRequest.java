package io.culprit.kernel.sockdiag;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes that ask for a list (sock_diag(7)). */
final class DiagRequest {
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    /** {@code NLM_F_REQUEST | NLM_F_DUMP}. */
    private static final short DUMP = 0x301;

    private static final int ALL_STATES = -1;
    private static final byte AF_UNIX = 1;
    private static final byte AF_NETLINK = 16;
    private static final byte AF_PACKET = 17;

    private static final int INET_BODY_BYTES = 56;
    /** {@code 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_SKMEMINFO - 1)}. */
    private static final byte INET_EXTENSIONS = 1 << 1 | 1 << 6;

    private static final int PROTOCOL_ATTRIBUTE = 3;
    private static final byte PROTOCOL_IN_ATTRIBUTE = (byte) 255;

    /** Name, peer, queue lengths, memory, owner: {@code UDIAG_SHOW_*}, not the vfs inode nor the pending connections. */
    private static final int UNIX_SHOW = 0x1 | 0x4 | 0x10 | 0x20 | 0x40;

    private static final int STATE_OFFSET = DiagReply.HEADER_BYTES + 4;
    private static final int EXTENSIONS_OFFSET = DiagReply.HEADER_BYTES + 2;
    private static final int UNIX_SHOW_OFFSET = DiagReply.HEADER_BYTES + 12;

    private static final int PACKET_SHOW_INFO_MEMORY = 0x1 | 0x10;
    private static final int NETLINK_SHOW_MEMORY = 0x1;

    private DiagRequest() {}

    /** @param family AF_INET or AF_INET6 */
    static byte[] inet(int family, SocketKind kind, int sequence) {
        boolean large = kind.protocol() > 255;
        byte[] request = new byte[DiagReply.HEADER_BYTES + INET_BODY_BYTES + (large ? 8 : 0)];
        ByteBuffer b = header(request, sequence);
        b.put((byte) family).put(large ? PROTOCOL_IN_ATTRIBUTE : (byte) kind.protocol());
        b.put(INET_EXTENSIONS).put((byte) 0).putInt(ALL_STATES);
        if (large) {
            b.position(DiagReply.HEADER_BYTES + INET_BODY_BYTES);
            b.putShort((short) 8).putShort((short) PROTOCOL_ATTRIBUTE).putInt(kind.protocol());
        }
        return request;
    }

    /** Without attributes: who wants no more than state and inode pays for no more. {@code states} has a bit for each. */
    static byte[] inetStates(int family, SocketKind kind, int states, int sequence) {
        byte[] request = inet(family, kind, sequence);
        request[EXTENSIONS_OFFSET] = 0;
        ByteBuffer.wrap(request).order(ByteOrder.nativeOrder()).putInt(STATE_OFFSET, states);
        return request;
    }

    static byte[] unixInodes(int sequence) {
        byte[] request = unix(sequence);
        ByteBuffer.wrap(request).order(ByteOrder.nativeOrder()).putInt(UNIX_SHOW_OFFSET, 0);
        return request;
    }

    static byte[] unix(int sequence) {
        byte[] request = new byte[DiagReply.HEADER_BYTES + 24];
        ByteBuffer b = header(request, sequence);
        b.put(AF_UNIX)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(ALL_STATES)
                .putInt(0)
                .putInt(UNIX_SHOW);
        return request;
    }

    static byte[] packet(int sequence) {
        byte[] request = new byte[DiagReply.HEADER_BYTES + 20];
        ByteBuffer b = header(request, sequence);
        b.put(AF_PACKET).put((byte) 0).putShort((short) 0).putInt(0).putInt(PACKET_SHOW_INFO_MEMORY);
        return request;
    }

    static byte[] netlink(int sequence) {
        byte[] request = new byte[DiagReply.HEADER_BYTES + 20];
        ByteBuffer b = header(request, sequence);
        b.put(AF_NETLINK).put((byte) 255).putShort((short) 0).putInt(0).putInt(NETLINK_SHOW_MEMORY);
        return request;
    }

    private static ByteBuffer header(byte[] request, int sequence) {
        return ByteBuffer.wrap(request)
                .order(ByteOrder.nativeOrder())
                .putInt(request.length)
                .putShort(SOCK_DIAG_BY_FAMILY)
                .putShort(DUMP)
                .putInt(sequence)
                .putInt(0);
    }
}
