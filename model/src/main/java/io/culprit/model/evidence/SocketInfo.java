package io.culprit.model.evidence;

import java.util.List;
import java.util.Optional;

/**
 * Step 5: one socket, as sock_diag (or getxattr, for those that no table knows) describes it.
 *
 * @param protocol {@code TCP}, {@code UDP}, {@code UNIX-STREAM}, {@code NETLINK}, {@code PACKET}, ...
 * @param state {@code ESTABLISHED}, {@code LISTEN}, ...; {@code UNCONNECTED} for UDP without peer
 * @param identified false: in no protocol table, that is never bound and never connected, or reset and never closed
 *     (lsof: "can't identify protocol")
 * @param local address and port, {@code 0.0.0.0:5000}; a unix path; empty where there is none
 * @param receiveQueue bytes waiting to be read; for a listener connections waiting to be accepted
 * @param sendQueue bytes not yet acknowledged; for a listener the limit of the receive queue
 * @param groups multicast memberships of the socket's namespace that fit its local port's interface
 * @param peerProcess the process at the other end, for unix sockets and loopback, when it could be told
 */
public record SocketInfo(
        long inode,
        String protocol,
        String state,
        boolean identified,
        String local,
        String peer,
        int uid,
        long receiveQueue,
        long sendQueue,
        Optional<SocketMemory> memory,
        Optional<TcpInfo> tcp,
        List<String> groups,
        Optional<String> peerProcess) {

    public SocketInfo {
        groups = List.copyOf(groups);
    }

    /** {@code INET_DIAG_SKMEMINFO} (sock_diag(7)), bytes but {@code drops}, which counts packets since the socket was made. */
    public record SocketMemory(
            long receiveBytes,
            long receiveLimitBytes,
            long sendBytes,
            long sendLimitBytes,
            long forwardAllocBytes,
            long queuedBytes,
            long optionBytes,
            long backlogBytes,
            long drops) {}

    /** Of {@code struct tcp_info} (tcp(7)): times in microseconds, the rest in segments. */
    public record TcpInfo(
            long rttMicros, long rttVarianceMicros, long retransmits, long totalRetransmits, long unacked, long lost) {}
}
