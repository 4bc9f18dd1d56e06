package io.culprit.kernel.sockdiag;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntFunction;

/** A netlink socket of the namespace that the opening thread is in. Used by one thread. */
final class DiagSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    /** The kernel makes a dump within our own call, so there is never anything to wait for. MSG_TRUNC tells the true size. */
    private static final int MSG_DONTWAIT_TRUNC = 0x40 | 0x20;
    /** The kernel fills 32 KiB at most. */
    private static final int BUFFER_BYTES = 64 * 1024;
    /** About 70 sockets come in each; a kernel that never says that it is done must not hold us. */
    private static final int MAX_DATAGRAMS = 200_000;

    /** Not bound to a thread: the recorder opens it on one and reads it on another. */
    private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES);

    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final int fd;
    private int asked;

    DiagSocket() {
        fd = (int) Sys.call(Arch.current().socket(), AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
    }

    /** Of the first process's namespace, where we may enter it and it is another; else of our own. */
    static DiagSocket ofHost() {
        Read<Long> host = NetNamespace.of(1);
        if (host instanceof Read.Ok<Long> && !host.equals(NetNamespace.own())) {
            return NetNamespace.inside(1, DiagSocket::new).asOptional().orElseGet(DiagSocket::new);
        }
        return new DiagSocket();
    }

    Read<Integer> opened() {
        return fd < 0 ? Read.refused("open a sock_diag socket", -fd) : Read.ok(fd);
    }

    /**
     * @param ask makes the request for a sequence number, by which the answers to an earlier one that broke off are told apart
     * @return whether the list changed while it was read; what came before a refusal stays in the table
     */
    Read<Boolean> dump(IntFunction<byte[]> ask, DiagReply.Rows rows, SocketTable table) {
        if (fd < 0) {
            return opened().map(open -> false);
        }
        int sequence = ++asked;
        byte[] request = ask.apply(sequence);
        MemorySegment.copy(request, 0, buffer, ValueLayout.JAVA_BYTE, 0, request.length);
        long sent = Sys.call(Arch.current().sendto(), fd, buffer.address(), request.length, 0, 0, 0);
        if (sent < 0) {
            return Read.refused("ask sock_diag", (int) -sent);
        }
        boolean interrupted = false;
        for (int i = 0; i < MAX_DATAGRAMS; i++) {
            long n;
            do {
                n = Sys.call(Arch.current().recvfrom(), fd, buffer.address(), BUFFER_BYTES, MSG_DONTWAIT_TRUNC, 0, 0);
            } while (n == -Errno.EINTR);
            if (n < 0) {
                return Read.refused("read sock_diag", (int) -n);
            }
            if (n > BUFFER_BYTES) {
                return Read.malformed("read sock_diag", "an answer of " + n + " bytes was cut off");
            }
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) n);
            DiagReply.State state = DiagReply.parse(bytes, (int) n, sequence, rows, table);
            interrupted |= state.interrupted();
            switch (state.standing()) {
                case MORE -> {}
                case DONE -> {
                    return Read.ok(interrupted);
                }
                case FAILED -> {
                    return Read.refused("ask sock_diag", state.errno());
                }
                case MALFORMED -> {
                    return Read.malformed("read sock_diag", "the answer is not in the form of netlink(7)");
                }
            }
        }
        return Read.malformed("read sock_diag", "the list had no end");
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Sys.close(fd);
        }
    }
}
