package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.sockdiag.Address;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketState;
import io.culprit.kernel.sockdiag.SocketTable;
import io.culprit.model.evidence.SocketTables.PeerCount;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.StatePeers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    private static final class Peer {
        int count;
        final Map<Integer, Integer> byPid = new HashMap<>();
    }

    private final Map<Integer, Map<Address, Peer>> peers = new LinkedHashMap<>();
    private final Map<Integer, Map<Integer, Integer>> byPid = new HashMap<>();

    StateCensus(SocketTable table, Holders holders) {
        for (int state : STATES) {
            peers.put(state, new HashMap<>());
            byPid.put(state, new HashMap<>());
        }
        for (int row = 0; row < table.size(); row++) {
            Map<Address, Peer> ofState = peers.get(table.state(row));
            Map<Integer, Integer> pids = byPid.get(table.state(row));
            if (table.kind(row) != SocketKind.TCP || ofState == null || pids == null) {
                continue;
            }
            Peer peer = ofState.computeIfAbsent(table.peer(row).plain(), a -> new Peer());
            peer.count++;
            if (table.inode(row) != 0) {
                holders.each(table.inode(row), pid -> {
                    peer.byPid.merge(pid, 1, Integer::sum);
                    pids.merge(pid, 1, Integer::sum);
                });
            }
        }
    }

    /** States without a socket are left out. */
    List<StatePeers> peers(StateCensus earlier, Names names) {
        List<StatePeers> all = new ArrayList<>();
        peers.forEach((state, ofState) -> {
            if (ofState.isEmpty()) {
                return;
            }
            List<PeerCount> top = ofState.entrySet().stream()
                    .sorted(Comparator.comparingInt((Map.Entry<Address, Peer> e) -> -e.getValue().count)
                            .thenComparing(e -> e.getKey().text()))
                    .limit(TOP_PEERS)
                    .map(e -> new PeerCount(
                            e.getKey().text(),
                            e.getValue().count,
                            holders(
                                    state,
                                    e.getValue().byPid,
                                    earlier.pidsOf(state, e.getKey()),
                                    TOP_HOLDERS_OF_PEER,
                                    names)))
                    .toList();
            int total = ofState.values().stream().mapToInt(p -> p.count).sum();
            all.add(new StatePeers(SocketState.name(state), total, ofState.size(), top));
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

    private Map<Integer, Integer> pidsOf(int state, Address address) {
        Peer peer = peers.getOrDefault(state, Map.of()).get(address);
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
