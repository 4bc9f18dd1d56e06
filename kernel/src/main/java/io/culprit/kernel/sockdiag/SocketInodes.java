package io.culprit.kernel.sockdiag;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The host's sockets by inode, again and again: no more than the kind and the state of each, in one array that is used again.
 * What is in none of the lists has another protocol, another namespace, or no connection. Used by one thread at a time.
 */
public final class SocketInodes implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    /** Not those that no process holds: they have no inode. */
    private static final int HELD = ~(1 << SocketState.TIME_WAIT | 1 << SocketState.SYN_RECV);

    private static final int FIRST_CELLS = 1024;
    /** A cell is the inode, the kind and the state; an empty one is 0, which is the inode of no socket. */
    private static final int KIND_SHIFT = 8;

    private static final int INODE_SHIFT = 16;
    private static final int BYTE_MASK = 0xff;
    private static final long U32 = 0xffffffffL;

    private final DiagSocket socket = DiagSocket.ofHost();
    private final SocketTable unused = new SocketTable();
    private final Rows tcp = new Rows(SocketKind.TCP, 72, 1, 68);
    private final Rows udp = new Rows(SocketKind.UDP, 72, 1, 68);
    private final Rows unix = new Rows(SocketKind.UNIX, 16, 2, 4);
    /** The third byte is the protocol, which stands for the state that there is not. */
    private final Rows netlink = new Rows(SocketKind.NETLINK, 28, 2, 16);

    private long[] cells = new long[FIRST_CELLS];
    private int size;

    /**
     * Reads the lists of TCP, UDP, unix and netlink sockets.
     *
     * @return how many sockets; refused when that of TCP or of unix could not be had
     */
    public Read<Integer> read() {
        Arrays.fill(cells, 0);
        size = 0;
        Read<Boolean> asked = inet(AF_INET, SocketKind.TCP, tcp);
        if (asked instanceof Read.Ok<Boolean>) {
            asked = inet(AF_INET6, SocketKind.TCP, tcp);
            // A kernel without IPv6 does not know that family.
            asked = asked.errno() == Errno.ENOENT ? Read.ok(false) : asked;
        }
        if (asked instanceof Read.Ok<Boolean>) {
            asked = dump(DiagRequest::unixInodes, unix);
        }
        if (asked instanceof Read.Ok<Boolean>) {
            // To tell their sockets from those that are nowhere; without them each of those is asked by itself.
            inet(AF_INET, SocketKind.UDP, udp);
            inet(AF_INET6, SocketKind.UDP, udp);
            dump(DiagRequest::netlink, netlink);
        }
        return asked.map(changed -> size);
    }

    public int size() {
        return size;
    }

    /** Whether it is in a list. */
    public boolean listed(long inode) {
        return find(inode) != 0;
    }

    /** One of {@link SocketState}; 0 when it is no TCP socket of the list. */
    public int tcpState(long inode) {
        long cell = find(inode);
        return kind(cell) == SocketKind.TCP.slot() && cell != 0 ? (int) cell & BYTE_MASK : 0;
    }

    public boolean unix(long inode) {
        return kind(find(inode)) == SocketKind.UNIX.slot();
    }

    private Read<Boolean> inet(int family, SocketKind kind, Rows rows) {
        return dump(sequence -> DiagRequest.inetStates(family, kind, HELD, sequence), rows);
    }

    private Read<Boolean> dump(IntFunction<byte[]> request, Rows rows) {
        return socket.dump(request, rows, unused);
    }

    private static int kind(long cell) {
        return (int) (cell >>> KIND_SHIFT) & BYTE_MASK;
    }

    void put(long inode, SocketKind kind, int state) {
        if (inode == 0) {
            return;
        }
        if (2 * (size + 1) > cells.length) {
            grow();
        }
        int at = slot(inode);
        if (cells[at] == 0) {
            size++;
        }
        cells[at] = inode << INODE_SHIFT | (long) kind.slot() << KIND_SHIFT | (state & BYTE_MASK);
    }

    private long find(long inode) {
        return cells[slot(inode)];
    }

    private void grow() {
        long[] old = cells;
        cells = new long[2 * old.length];
        for (long cell : old) {
            if (cell != 0) {
                cells[slot(cell >>> INODE_SHIFT)] = cell;
            }
        }
    }

    /** Where it is, or where it would be. */
    private int slot(long inode) {
        int mask = cells.length - 1;
        int at = (int) ((inode * 0x9E3779B97F4A7C15L) >>> 33) & mask;
        while (cells[at] != 0 && cells[at] >>> INODE_SHIFT != inode) {
            at = (at + 1) & mask;
        }
        return at;
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Where a message of a list has what (linux/inet_diag.h, unix_diag.h, netlink_diag.h). */
    private final class Rows implements DiagReply.Rows {
        private final SocketKind kind;
        private final int bytes;
        private final int state;
        private final int inode;

        Rows(SocketKind kind, int bytes, int state, int inode) {
            this.kind = kind;
            this.bytes = bytes;
            this.state = state;
            this.inode = inode;
        }

        @Override
        public void take(byte[] b, int start, int end, SocketTable table) {
            if (end - start >= bytes) {
                put(DiagReply.int32(b, start + inode) & U32, kind, DiagReply.int8(b, start + state));
            }
        }
    }
}
