package io.culprit.diagnose.probe.net;

import io.culprit.kernel.net.MulticastGroup;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which UDP sockets a multicast membership may belong to. The kernel counts how many joined and does not tell who, so this goes
 * by where sockets are bound: to the group itself, or, for want of enough of those, to any address.
 */
final class Memberships {
    private final SocketTable table;
    private final int namespace;
    private final List<Integer> candidates = new ArrayList<>();

    Memberships(SocketTable table, int namespace) {
        this.table = table;
        this.namespace = namespace;
        for (int row = 0; row < table.size(); row++) {
            SocketKind kind = table.kind(row);
            boolean datagrams = kind == SocketKind.UDP || kind == SocketKind.UDPLITE;
            boolean receives = table.local(row).wildcard() || table.local(row).multicast();
            if (datagrams && table.namespace(row) == namespace && table.inode(row) != 0 && receives) {
                candidates.add(row);
            }
        }
    }

    /** Sockets bound to the group first; those bound to any address only if the kernel counts more joins than there are of these. */
    List<Integer> rowsOf(MulticastGroup membership) {
        if (membership.automatic()) {
            return List.of();
        }
        List<Integer> rows = new ArrayList<>(boundTo(membership));
        if (rows.size() < membership.users()) {
            rows.addAll(boundToAny(membership));
        }
        return rows;
    }

    /**
     * Memberships that the socket has, as far as can be told: those of the group that it is bound to; and where it is bound to
     * any address, those that no other socket could have.
     */
    List<String> of(int row, List<MulticastGroup> memberships) {
        List<String> groups = new ArrayList<>();
        for (MulticastGroup m : memberships) {
            List<Integer> bound = boundTo(m);
            List<Integer> any = boundToAny(m);
            boolean only = bound.isEmpty() && any.size() == 1 && any.getFirst() == row;
            if (table.namespace(row) == namespace && !m.automatic() && (bound.contains(row) || only)) {
                groups.add(m.group().text() + " on " + m.deviceName());
            }
        }
        return groups;
    }

    private List<Integer> boundTo(MulticastGroup m) {
        return candidates.stream()
                .filter(row -> table.local(row).plain().equals(m.group()) && onDevice(row, m))
                .toList();
    }

    private List<Integer> boundToAny(MulticastGroup m) {
        // An IPv6 socket may join groups of IPv4 as well.
        return candidates.stream()
                .filter(row -> table.local(row).wildcard()
                        && table.peer(row).wildcard()
                        && (table.six(row) || !m.group().six())
                        && onDevice(row, m))
                .toList();
    }

    private boolean onDevice(int row, MulticastGroup m) {
        return table.device(row) == 0 || table.device(row) == m.device();
    }
}
