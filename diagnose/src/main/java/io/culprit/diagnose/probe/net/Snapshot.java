package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.kernel.sockdiag.SocketDump;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketTable;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who holds sockets, and the lists of sockets, at one moment.
 *
 * <p>The walk over the descriptors comes first: a socket that was made in between is then in a list that nobody holds it of,
 * which is harmless, and never held and in no list, which would accuse its process.
 */
final class Snapshot {
    final Holdings holdings;
    final Holders holders;
    SocketTable table = new SocketTable();
    final Set<SocketKind> unread = EnumSet.noneOf(SocketKind.class);
    final Set<String> gaps = new LinkedHashSet<>();
    private final Set<Integer> namespacesRead = new LinkedHashSet<>();
    private int byNetlink;

    private Snapshot(Holdings holdings) {
        this.holdings = holdings;
        holders = new Holders(holdings);
    }

    static Snapshot take(Holdings walked, Namespaces namespaces) {
        Snapshot s = new Snapshot(walked);
        for (int i = 0; i < namespaces.size(); i++) {
            s.read(namespaces, i);
        }
        return s;
    }

    /** Reads one more namespace into it, or refuses with a gap. */
    void read(Namespaces namespaces, int index) {
        if (index == 0 && namespaces.host().ours()) {
            take(index, SocketDump.own());
            return;
        }
        String why = "no process lives in it any more";
        for (int pid : new ArrayList<>(namespaces.members(index))) {
            Read<SocketDump> dump = SocketDump.of(pid);
            if (dump instanceof Read.Ok<SocketDump> ok) {
                take(index, ok.value());
                return;
            }
            why = dump.why();
        }
        gaps.add("sockets of network namespace " + namespaces.label(index) + " are unknown: " + why);
    }

    /** Reads all that was read before anew, and leaves the walk as it was. */
    Snapshot again(Namespaces namespaces) {
        return take(holdings, namespaces);
    }

    private void take(int index, SocketDump dump) {
        gaps.addAll(dump.gaps());
        if (dump.unread().contains(SocketKind.TCP)) {
            // Its other sockets alone would look like a namespace without connections.
            return;
        }
        if (index == 0 && table.size() == 0) {
            table = dump.table();
        } else {
            table.addAll(dump.table(), index);
        }
        unread.addAll(dump.unread());
        namespacesRead.add(index);
        byNetlink += dump.netlink() ? 1 : 0;
    }

    boolean hasRead(int namespace) {
        return namespacesRead.contains(namespace);
    }

    int namespaces() {
        return namespacesRead.size();
    }

    /** The words of the model. */
    String source() {
        if (byNetlink == namespacesRead.size()) {
            return "sock_diag";
        }
        return byNetlink == 0 ? "/proc/net" : "sock_diag and /proc/PID/net";
    }

    /** Whether it means something that a socket is in no list. */
    boolean complete() {
        return table.uncounted() == 0;
    }
}
