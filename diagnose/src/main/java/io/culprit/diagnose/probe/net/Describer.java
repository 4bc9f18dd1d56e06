package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.net.MulticastGroup;
import io.culprit.kernel.sockdiag.Address;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketState;
import io.culprit.kernel.sockdiag.SocketTable;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SocketInfo.SocketMemory;
import io.culprit.model.evidence.SocketInfo.TcpInfo;
import java.util.List;
import java.util.Optional;

/** From a row of the table to what the model says of a socket. */
final class Describer {
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int SEQPACKET = 5;

    private final Snapshot snapshot;
    private final SocketTable table;
    private final Names names;

    Describer(Snapshot snapshot, Names names) {
        this.snapshot = snapshot;
        this.table = snapshot.table;
        this.names = names;
    }

    static String protocol(SocketTable table, int row) {
        SocketKind kind = table.kind(row);
        if (kind != SocketKind.UNIX) {
            return kind.name();
        }
        return switch (table.type(row)) {
            case STREAM -> "UNIX-STREAM";
            case DATAGRAM -> "UNIX-DGRAM";
            case SEQPACKET -> "UNIX-SEQPACKET";
            default -> "UNIX";
        };
    }

    SocketInfo describe(int row, List<MulticastGroup> memberships) {
        return new SocketInfo(
                table.inode(row),
                protocol(table, row),
                state(row),
                true,
                local(row),
                peer(row),
                table.uid(row),
                table.receiveQueue(row),
                table.sendQueue(row),
                table.hasMemory(row) ? Optional.of(memory(row)) : Optional.empty(),
                // For a listener the same fields mean the lengths of its queue.
                table.hasTcp(row) && table.state(row) != SocketState.LISTEN ? Optional.of(tcp(row)) : Optional.empty(),
                memberships.isEmpty() ? List.of() : new Memberships(table, table.namespace(row)).of(row, memberships),
                peerProcess(row));
    }

    private String state(int row) {
        return switch (table.kind(row)) {
            case TCP, MPTCP, SCTP, DCCP -> SocketState.name(table.state(row));
            default -> SocketState.datagramName(table.state(row));
        };
    }

    private String local(int row) {
        return switch (table.kind(row)) {
            case UNIX -> table.name(row);
            case NETLINK -> "protocol " + table.protocol(row) + " port " + table.other(row);
            case PACKET ->
                String.format("protocol 0x%04x", table.protocol(row))
                        + (table.device(row) == 0 ? " on all interfaces" : " on interface " + table.device(row));
            // The kernel tells the protocol of a raw socket where others have their port.
            case RAW -> table.local(row).text() + " protocol " + table.localPort(row);
            default -> table.local(row).text(table.localPort(row));
        };
    }

    private String peer(int row) {
        return switch (table.kind(row)) {
            case UNIX -> {
                int other = table.other(row) == 0 ? -1 : table.find(table.other(row));
                yield other < 0 ? "" : table.name(other);
            }
            case NETLINK, PACKET -> "";
            case RAW -> table.peer(row).wildcard() ? "" : table.peer(row).text();
            default -> table.peerPort(row) == 0 ? "" : table.peer(row).text(table.peerPort(row));
        };
    }

    private SocketMemory memory(int row) {
        return new SocketMemory(
                table.memory(row, 0),
                table.memory(row, 1),
                table.memory(row, 2),
                table.memory(row, 3),
                table.memory(row, 4),
                table.memory(row, 5),
                table.memory(row, 6),
                table.memory(row, 7),
                table.drops(row));
    }

    private TcpInfo tcp(int row) {
        return new TcpInfo(
                table.tcp(row, 0),
                table.tcp(row, 1),
                table.tcp(row, 2),
                table.tcp(row, 3),
                table.tcp(row, 4),
                table.tcp(row, 5));
    }

    private Optional<String> peerProcess(int row) {
        long inode = switch (table.kind(row)) {
            case UNIX -> table.other(row);
            case TCP -> mirrored(row);
            default -> 0;
        };
        if (inode == 0) {
            return Optional.empty();
        }
        int[] first = {0, 0};
        snapshot.holders.each(inode, pid -> {
            first[0] = first[1] == 0 ? pid : first[0];
            first[1]++;
        });
        return first[1] == 0
                ? Optional.empty()
                : names.byPid(first[0])
                        .map(n -> n.name() + " (" + first[0] + ")"
                                + (first[1] > 1 ? " and " + (first[1] - 1) + " more" : ""));
    }

    /**
     * The socket whose local end is our peer: both are here for loopback, for connections to an own address, and between
     * namespaces that were both read. Loopback addresses mean another machine in each namespace.
     */
    private long mirrored(int row) {
        if (table.peerPort(row) == 0) {
            return 0;
        }
        Address local = table.local(row).plain();
        Address peer = table.peer(row).plain();
        long elsewhere = 0;
        for (int other = 0; other < table.size(); other++) {
            if (table.localPort(other) == table.peerPort(row)
                    && table.peerPort(other) == table.localPort(row)
                    && table.kind(other) == SocketKind.TCP
                    && table.local(other).plain().equals(peer)
                    && table.peer(other).plain().equals(local)) {
                if (table.namespace(other) == table.namespace(row)) {
                    return table.inode(other);
                }
                elsewhere = peer.loopback() ? 0 : table.inode(other);
            }
        }
        return elsewhere;
    }
}
