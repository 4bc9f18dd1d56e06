package io.culprit.kernel.sockdiag;

/** Socket states as numbers (include/net/tcp_states.h); other protocols borrow them. */
public final class SocketState {
    public static final int ESTABLISHED = 1;
    public static final int SYN_RECV = 3;
    public static final int FIN_WAIT1 = 4;
    public static final int FIN_WAIT2 = 5;
    public static final int TIME_WAIT = 6;
    public static final int CLOSE = 7;
    public static final int CLOSE_WAIT = 8;
    public static final int LAST_ACK = 9;
    public static final int LISTEN = 10;

    private static final String[] NAMES = {
        "UNKNOWN",
        "ESTABLISHED",
        "SYN_SENT",
        "SYN_RECV",
        "FIN_WAIT1",
        "FIN_WAIT2",
        "TIME_WAIT",
        "CLOSE",
        "CLOSE_WAIT",
        "LAST_ACK",
        "LISTEN",
        "CLOSING",
        // A connection that is not yet a socket: the same to who looks.
        "SYN_RECV",
        "CLOSE"
    };

    /** States that the kernel knows, and room for some that it may learn. */
    static final int COUNT = 16;

    private SocketState() {}

    public static String name(int state) {
        return state >= 0 && state < NAMES.length ? NAMES[state] : "STATE_" + state;
    }

    /** Of a socket whose protocol has no connections, or need not have one. */
    public static String datagramName(int state) {
        return state == CLOSE ? "UNCONNECTED" : name(state);
    }
}
