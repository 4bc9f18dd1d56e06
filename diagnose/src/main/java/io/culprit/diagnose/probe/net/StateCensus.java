package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.sockdiag.Address;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketState;
import io.culprit.kernel.sockdiag.SocketTable;
import io.culprit.model.Answer;
import io.culprit.model.evidence.SocketTables.PeerCount;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.StatePeers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Step 10: of each TCP state that tells something, who is at the other end and who holds it.
 *
 * <p>FIN_WAIT1 and FIN_WAIT2 are kept apart: in the first the peer does not answer, in the second it has not closed.
 */
final class StateCensus {
    private static final int[] STATES = {
        SocketState.ESTABLISHED,
        SocketState.SYN_RECV,
        SocketState.TIME_WAIT,
        SocketState.LAST_ACK,
        SocketState.CLOSE_WAIT,
        SocketState.FIN_WAIT1,
        SocketState.FIN_WAIT2
    };
    private static final int TOP_PEERS = 5;
    private static final int TOP_HOLDERS_OF_PEER = 3;
    /** A daemon of a dozen workers that share their sockets must not push all others out. */
    private static final int TOP_HOLDERS = 20;

    /**
     * @param accepted came in to a port that is listened on: on loopback one address is at both ends, and a proxy's clients must
     *     not be mixed with the servers behind it
     */
    private record Side(Address address, boolean accepted) {}

    private record Port(int namespace, int number) {}

    private static final class Peer {
        int count;
        final Map<Integer, Integer> byPid = new HashMap<>();
    }

    private final Map<Integer, Map<Side, Peer>> peers = new LinkedHashMap<>();
    private final Map<Integer, Map<Integer, Integer>> byPid = new HashMap<>();
    private final boolean listenersKnown;

    StateCensus(SocketTable table, Holders holders) {
        Set<Port> listening = listening(table);
        listenersKnown = table.uncounted() == 0;
        for (int state : STATES) {
            peers.put(state, new HashMap<>());
            byPid.put(state, new HashMap<>());
        }
        for (int row = 0; row < table.size(); row++) {
            Map<Side, Peer> ofState = peers.get(table.state(row));
            Map<Integer, Integer> pids = byPid.get(table.state(row));
            if (table.kind(row) != SocketKind.TCP || ofState == null || pids == null) {
                continue;
            }
            Port local = new Port(table.namespace(row), table.localPort(row));
            Side side = new Side(table.peer(row).plain(), listenersKnown && listening.contains(local));
            Peer peer = ofState.computeIfAbsent(side, s -> new Peer());
            peer.count++;
            if (table.inode(row) != 0) {
                holders.each(table.inode(row), pid -> {
                    peer.byPid.merge(pid, 1, Integer::sum);
                    pids.merge(pid, 1, Integer::sum);
                });
            }
        }
    }

    private static Set<Port> listening(SocketTable table) {
        Set<Port> ports = new HashSet<>();
        for (int row = 0; row < table.size(); row++) {
            if (table.kind(row) == SocketKind.TCP && table.state(row) == SocketState.LISTEN) {
                ports.add(new Port(table.namespace(row), table.localPort(row)));
            }
        }
        return ports;
    }

    /** States without a socket are left out. */
    List<StatePeers> peers(StateCensus earlier, Names names) {
        List<StatePeers> all = new ArrayList<>();
        peers.forEach((state, ofState) -> {
            if (ofState.isEmpty()) {
                return;
            }
            List<PeerCount> top = ofState.entrySet().stream()
                    .sorted(Comparator.comparingInt((Map.Entry<Side, Peer> e) -> -e.getValue().count)
                            .thenComparing(e -> e.getKey().address().text())
                            .thenComparing(e -> !e.getKey().accepted()))
                    .limit(TOP_PEERS)
                    .map(e -> new PeerCount(
                            e.getKey().address().text(),
                            e.getValue().count,
                            holders(
                                    state,
                                    e.getValue().byPid,
                                    earlier.pidsOf(state, e.getKey()),
                                    TOP_HOLDERS_OF_PEER,
                                    names),
                            accepted(e.getKey(), e.getValue().count)))
                    .toList();
            int total = ofState.values().stream().mapToInt(p -> p.count).sum();
            int distinct = (int)
                    ofState.keySet().stream().map(Side::address).distinct().count();
            all.add(new StatePeers(SocketState.name(state), total, distinct, top));
        });
        return all;
    }

    List<StateHolder> holders(StateCensus earlier, Names names) {
        List<StateHolder> all = new ArrayList<>();
        for (int state : STATES) {
            all.addAll(holders(
                    state,
                    byPid.getOrDefault(state, Map.of()),
                    earlier.byPid.getOrDefault(state, Map.of()),
                    TOP_HOLDERS,
                    names));
        }
        return all;
    }

    private Answer<Integer> accepted(Side side, int count) {
        return listenersKnown
                ? Answer.known(side.accepted() ? count : 0)
                : Answer.unavailable("there are more than " + SocketTable.MAX_ROWS
                        + " sockets, so that not all ports that are listened on were seen");
    }

    private Map<Integer, Integer> pidsOf(int state, Side side) {
        Peer peer = peers.getOrDefault(state, Map.of()).get(side);
        return peer == null ? Map.of() : peer.byPid;
    }

    private static List<StateHolder> holders(
            int state, Map<Integer, Integer> now, Map<Integer, Integer> earlier, int most, Names names) {
        return now.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Integer, Integer> e) -> -e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .flatMap(e -> names.byPid(e.getKey()).stream()
                        .map(who -> new StateHolder(
                                SocketState.name(state),
                                who.id(),
                                who.name(),
                                who.program(),
                                e.getValue(),
                                e.getValue() - earlier.getOrDefault(e.getKey(), 0))))
                .toList();
    }
}
