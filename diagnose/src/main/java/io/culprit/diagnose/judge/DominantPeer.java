package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.PeerCount;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.StatePeers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One address that holds most of a server's connections, while many others share the rest. */
final class DominantPeer implements Judge {
    /** Fewer connections are nobody's trouble. */
    private static final int MIN_SOCKETS = 200;

    private static final double SHARE = 0.7;
    /** Behind one proxy, or with one database, all connections have one peer by design: others must be there too. */
    private static final int OTHER_SOCKETS = 20;

    private static final int DISTINCT_PEERS = 20;
    /** Of the peer's connections; a client that is also connected to for a few of them remains a client. */
    private static final double ACCEPTED = 0.5;
    /** TIME_WAIT belongs to who closes first, CLOSE_WAIT to the leak's judge. */
    private static final Set<String> STATES = Set.of("ESTABLISHED", "SYN_RECV");

    @Override
    public String id() {
        return "dominant-peer";
    }

    @Override
    public String condition() {
        return "of " + MIN_SOCKETS + " or more connections of one process (ESTABLISHED, SYN_RECV) "
                + Words.percent(SHARE)
                + " or more belong to one peer, while the state has " + DISTINCT_PEERS + " or more peers and "
                + OTHER_SOCKETS
                + " connections of that process are of others; not when most of them were opened by this host"
                + " (a proxy's upstream, a pool to a database), and a notice where that is not known";
    }

    @Override
    public String advice() {
        return "The server is likely blameless: look at that client's connection pool, and bound it there.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.sockets().asOptional().ifPresent(tables -> {
            for (StatePeers state : tables.statePeers())
                if (STATES.contains(state.state()) && state.distinctPeers() >= DISTINCT_PEERS)
                    for (PeerCount peer : state.top())
                        if (cameIn(peer)) judge(tables, state, peer).ifPresent(findings::add);
        });
        return findings;
    }

    private static boolean cameIn(PeerCount peer) {
        return peer.accepted().map(n -> n >= ACCEPTED * peer.count()).orElse(true);
    }

    private Optional<Finding> judge(SocketTables tables, StatePeers state, PeerCount peer) {
        for (StateHolder h : peer.holders()) {
            // A holder that is not among the state's largest has few connections in all.
            Optional<StateHolder> whole = tables.stateHolders().stream()
                    .filter(w -> w.state().equals(state.state()) && w.process().equals(h.process()))
                    .findFirst();
            int total = whole.map(StateHolder::count).orElse(0);
            if (dominates(h.count(), total))
                return Optional.of(finding(
                        tables,
                        state,
                        peer,
                        h.count(),
                        total,
                        Subject.process(h.program(), h.process()),
                        Program.label(h.name(), h.process()),
                        Confidence.HIGH));
        }
        return peer.holders().isEmpty() && dominates(peer.count(), state.total())
                ? Optional.of(finding(
                        tables, state, peer, peer.count(), state.total(), Subject.host(), "the host", Confidence.LOW))
                : Optional.empty();
    }

    private static boolean dominates(int count, int total) {
        return total >= MIN_SOCKETS && count >= SHARE * total && (long) total - count >= OTHER_SOCKETS;
    }

    private Finding finding(
            SocketTables tables,
            StatePeers state,
            PeerCount peer,
            int count,
            int total,
            Subject subject,
            String who,
            Confidence confidence) {
        boolean known = peer.accepted().isKnown();
        return new Draft(
                        this,
                        known ? Severity.WARNING : Severity.NOTICE,
                        known ? confidence : Confidence.LOW,
                        subject,
                        who + ": " + Words.percent((double) count / total) + " of its " + Words.count(total) + " "
                                + state.state() + " connections are of one peer, " + peer.address())
                .fact(
                        tables.source(),
                        Words.count(count) + " of " + Words.count(total) + " are of " + peer.address()
                                + "; the state has " + Words.count(state.distinctPeers()) + " peers in all")
                .factIf(
                        !known,
                        tables.source(),
                        "not known whether the peer is a client or what this process connects to: "
                                + peer.accepted().whyNot().orElse(""))
                .verify("ss -Htn state "
                        + state.state().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                        + " | awk '{print $4}' | sed 's/:[0-9]*$//' | sort | uniq -c | sort -rn | head -5")
                .finding();
    }
}
