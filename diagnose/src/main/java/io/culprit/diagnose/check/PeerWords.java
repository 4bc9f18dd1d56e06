package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;

import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.PeerCount;
import io.culprit.model.evidence.SocketTables.StatePeers;
import java.util.stream.Collectors;

/** The top peers of each state of TCP, in words. */
final class PeerWords {
    private static final int PEERS_SHOWN = 5;

    private PeerWords() {}

    static String of(SocketTables t) {
        String all = t.statePeers().stream()
                .filter(s -> s.total() > 0)
                .map(PeerWords::state)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? "no connections" : all;
    }

    private static String state(StatePeers s) {
        return s.state() + " " + count(s.total()) + " of " + count(s.distinctPeers()) + " peers: "
                + s.top().stream().limit(PEERS_SHOWN).map(PeerWords::peer).collect(Collectors.joining(", "));
    }

    private static String peer(PeerCount p) {
        return p.address() + " " + count(p.count())
                + p.holders().stream()
                        .findFirst()
                        .map(h -> " of " + h.name() + " (" + h.process().pid() + ")")
                        .orElse("");
    }
}
