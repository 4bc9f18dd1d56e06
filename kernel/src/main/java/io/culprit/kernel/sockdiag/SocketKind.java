package io.culprit.kernel.sockdiag;

/** The lists that the kernel keeps sockets in, one each. */
public enum SocketKind {
    TCP(0, 6),
    UDP(1, 17),
    UDPLITE(2, 136),
    RAW(3, 255),
    PING(4, 1),
    SCTP(5, 132),
    DCCP(6, 33),
    MPTCP(7, 262),
    UNIX(8, 0),
    PACKET(9, 0),
    NETLINK(10, 0);

    private static final SocketKind[] ALL = values();

    private final int slot;
    private final int protocol;

    SocketKind(int slot, int protocol) {
        this.slot = slot;
        this.protocol = protocol;
    }

    /** {@code IPPROTO_*} of linux/in.h; 0 for those that are no internet protocol. */
    int protocol() {
        return protocol;
    }

    /** Whether it has addresses and ports. */
    public boolean internet() {
        return protocol != 0;
    }

    /** Its place in arrays. */
    int slot() {
        return slot;
    }

    static SocketKind of(int slot) {
        return ALL[slot];
    }
}
