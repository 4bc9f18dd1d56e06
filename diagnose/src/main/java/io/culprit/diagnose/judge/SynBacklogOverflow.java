package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.SocketTables.Listener;
import java.util.List;
import java.util.Optional;

/** Connections refused because nobody accepts those that already wait, or because SYNs come faster than answers. */
final class SynBacklogOverflow implements Judge {
    /** One client that came at a bad moment repeats its SYN and gets in. */
    private static final long OVERFLOWS = 5;

    private static final double CRITICAL_PER_SECOND = 5;

    @Override
    public String id() {
        return "syn-backlog-overflow";
    }

    @Override
    public String condition() {
        return OVERFLOWS
                + " or more connections were dropped, or answered with cookies, within the window because an accept or SYN"
                + " queue was full (critical from "
                + (int) CRITICAL_PER_SECOND + " dropped a second), or a listener's accept queue is over its limit now";
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new Variant("accept-queue", "connections wait that the program does not accept"),
                new Variant(
                        "syn-queue",
                        "more SYNs wait for their last ACK than the queue holds: a flood, or lost answers"));
    }

    @Override
    public String advice() {
        return "See why the program does not accept (a stack of its threads); a longer backlog (listen, net.core.somaxconn) only hides it.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<NetworkStack> net = evidence.network().asOptional();
        Optional<Listener> full = evidence.sockets().map(t -> t.listeners()).orElse(List.of()).stream()
                .filter(l -> l.limit() > 0 && l.queued() > l.limit())
                .findFirst();
        long overflows = net.map(NetworkStack::listenOverflows).orElse(0L);
        if (overflows >= OVERFLOWS || full.isPresent()) return List.of(acceptQueue(evidence, net, full, overflows));
        long dropped = net.map(NetworkStack::requestDrops).orElse(0L);
        long cookies = net.map(NetworkStack::synCookies).orElse(0L);
        return net.isPresent() && (dropped >= OVERFLOWS || cookies >= OVERFLOWS)
                ? List.of(synQueue(evidence, net.get(), dropped, cookies))
                : List.of();
    }

    private Finding acceptQueue(
            Evidence evidence, Optional<NetworkStack> net, Optional<Listener> full, long overflows) {
        double rate = overflows / Machine.seconds(evidence);
        List<Holder> holders = full.map(Listener::holders).orElse(List.of());
        List<ProcessId> ids = holders.stream().map(Holder::process).toList();
        String name = holders.isEmpty() ? "" : holders.getFirst().name();
        Subject subject = holders.isEmpty()
                ? Subject.host()
                : Subject.program(holders.getFirst().program(), ids);
        Draft draft = new Draft(
                        this,
                        rate >= CRITICAL_PER_SECOND ? Severity.CRITICAL : Severity.WARNING,
                        full.isEmpty() ? Confidence.MEDIUM : overflows > 0 ? Confidence.HIGH : Confidence.LOW,
                        subject,
                        (holders.isEmpty()
                                        ? "a listener does not accept"
                                        : Program.does(name, ids, "does not accept", "do not accept"))
                                + full.map(l -> ": " + Words.count(l.queued()) + " of " + Words.count(l.limit())
                                                + " wait on " + l.local())
                                        .orElse("")
                                + (overflows > 0 ? ", " + Words.rate(rate) + " connections dropped a second" : ""))
                .variant("accept-queue");
        full.ifPresent(l -> draft.fact(
                "sock_diag",
                "accept queue of " + l.local() + ": " + Words.count(l.queued()) + ", limit " + Words.count(l.limit())));
        net.ifPresent(n -> counters(draft, n));
        return verify(draft.verify("ss -ltnp  # Recv-Q against Send-Q"));
    }

    private Finding synQueue(Evidence evidence, NetworkStack net, long dropped, long cookies) {
        double seconds = Machine.seconds(evidence);
        Draft draft = new Draft(
                        this,
                        dropped / seconds >= CRITICAL_PER_SECOND ? Severity.CRITICAL : Severity.WARNING,
                        Confidence.MEDIUM,
                        Subject.host(),
                        "a queue of half-open connections is full: " + Words.rate(dropped / seconds) + " SYNs dropped, "
                                + Words.rate(cookies / seconds) + " answered with cookies a second")
                .variant("syn-queue")
                .next(
                        "Look whether the SYNs come from a few addresses or from everywhere (tcpdump): a flood, a retry storm, or a"
                                + " network that loses the answers.");
        counters(draft, net);
        return verify(draft.verify("ss -Htan state syn-recv | awk '{print $4}' | sed 's/:[0-9]*$//' | sort | uniq -c"
                + " | sort -rn | head -5"));
    }

    private static Finding verify(Draft draft) {
        return draft.verify(
                        "nstat -az TcpExtListenOverflows TcpExtListenDrops TcpExtTCPReqQFullDrop TcpExtSyncookiesSent")
                .finding();
    }

    private static void counters(Draft draft, NetworkStack n) {
        draft.fact(
                "/proc/net/netstat",
                "within the window: ListenOverflows " + Words.count(n.listenOverflows()) + ", ListenDrops "
                        + Words.count(n.listenDrops()) + ", TCPReqQFullDrop " + Words.count(n.requestDrops())
                        + ", SyncookiesSent " + Words.count(n.synCookies()));
    }
}
