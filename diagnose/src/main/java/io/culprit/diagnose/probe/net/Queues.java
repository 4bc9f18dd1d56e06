package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketState;
import io.culprit.kernel.sockdiag.SocketTable;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.SocketTables.DroppingSocket;
import io.culprit.model.evidence.SocketTables.Listener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Listeners that let clients wait, and sockets that throw packets away. */
final class Queues {
    /** The default of old programs is 5; a burst of clients overflows that. */
    private static final long SMALL_LIMIT = 8;

    private static final int MAX_LISTENERS = 50;
    private static final int MAX_DROPPING = 20;
    private static final int MAX_HOLDERS = 8;

    private Queues() {}

    /** Only what netlink told: the files know no limit. */
    static List<Listener> listeners(Snapshot s) {
        SocketTable t = s.table;
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < t.size(); row++) {
            if (t.kind(row) == SocketKind.TCP
                    && t.state(row) == SocketState.LISTEN
                    && t.hasMemory(row)
                    && (t.receiveQueue(row) > 0 || t.sendQueue(row) <= SMALL_LIMIT)) {
                rows.add(row);
            }
        }
        return rows.stream()
                .sorted(Comparator.comparingDouble((Integer row) -> -share(t, row))
                        .thenComparingLong(t::sendQueue)
                        .thenComparing(row -> row))
                .limit(MAX_LISTENERS)
                .map(row -> new Listener(
                        t.local(row).text(t.localPort(row)),
                        t.receiveQueue(row),
                        t.sendQueue(row),
                        holders(s, t.inode(row))))
                .toList();
    }

    private static double share(SocketTable t, int row) {
        return (double) t.receiveQueue(row) / Math.max(1, t.sendQueue(row));
    }

    /** A socket that the earlier table does not have was made since, and dropped all that it dropped since. */
    static List<DroppingSocket> dropping(SocketTable earlier, Snapshot s, Names names) {
        SocketTable t = s.table;
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < t.size(); row++) {
            if (t.inode(row) != 0 && drops(earlier, t, row) > 0) {
                rows.add(row);
            }
        }
        Describer describer = new Describer(s, names);
        return rows.stream()
                .sorted(Comparator.comparingLong((Integer row) -> -drops(earlier, t, row))
                        .thenComparing(row -> row))
                .limit(MAX_DROPPING)
                .map(row -> new DroppingSocket(
                        describer.describe(row, List.of()), drops(earlier, t, row), holders(s, t.inode(row))))
                .toList();
    }

    private static long drops(SocketTable earlier, SocketTable t, int row) {
        int before = earlier.find(t.inode(row));
        return t.drops(row) - (before < 0 ? 0 : earlier.drops(before));
    }

    static List<Holder> holders(Snapshot s, long inode) {
        return s.holdings.holders(inode).stream().limit(MAX_HOLDERS).toList();
    }
}
