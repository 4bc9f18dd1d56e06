package io.culprit.kernel.sockdiag;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.util.Arrays;

/**
 * How many of the host's TCP sockets are in which state, again and again: no socket is made a row, only its state is looked at.
 * Used by one thread at a time.
 */
public final class TcpStates implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int INET_BYTES = 72;
    private static final int STATE_OFFSET = 1;

    /** There may be a hundred thousand in TIME_WAIT, and /proc/net/sockstat counts them for nothing. */
    private static final int WITHOUT_TIME_WAIT = ~(1 << SocketState.TIME_WAIT);

    private final DiagSocket socket = DiagSocket.ofHost();
    private final SocketTable unused = new SocketTable();
    private final int[] counts = new int[SocketState.COUNT];
    private final DiagReply.Rows rows = (b, start, end, table) -> {
        if (end - start >= INET_BYTES) {
            take(DiagReply.int8(b, start + STATE_OFFSET));
        }
    };

    /** Counts anew, all but TIME_WAIT. @return how many in all */
    public Read<Integer> read() {
        Arrays.fill(counts, 0);
        Read<Boolean> asked = dump(AF_INET);
        if (asked instanceof Read.Ok<Boolean>) {
            asked = dump(AF_INET6);
            // A kernel without IPv6 does not know that family.
            asked = asked.errno() == Errno.ENOENT ? Read.ok(false) : asked;
        }
        return asked.map(changed -> Arrays.stream(counts).sum());
    }

    /** @param state one of {@link SocketState}, below {@link #states} */
    public int count(int state) {
        return counts[state];
    }

    public int states() {
        return counts.length;
    }

    void take(int state) {
        counts[state < counts.length ? state : 0]++;
    }

    private Read<Boolean> dump(int family) {
        return socket.dump(
                sequence -> DiagRequest.inetStates(family, SocketKind.TCP, WITHOUT_TIME_WAIT, sequence), rows, unused);
    }

    @Override
    public void close() {
        socket.close();
    }
}
