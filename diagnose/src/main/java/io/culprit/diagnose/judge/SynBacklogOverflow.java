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

/** Connections refused because nobody accepts those that already wait. */
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
                + " or more connections were dropped within the window because an accept or SYN queue was full (critical from "
                + (int) CRITICAL_PER_SECOND + " a second), or a listener's accept queue is over its limit now";
    }

    @Override
    public String advice() {
        return "See why the program does not accept (a stack of its threads); a longer backlog (listen, net.core.somaxconn) only hides it.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        long refused = evidence.network()
                .map(n -> n.listenOverflows() + n.requestDrops())
                .orElse(0L);
        Optional<Listener> full = evidence.sockets().map(t -> t.listeners()).orElse(List.of()).stream()
                .filter(l -> l.limit() > 0 && l.queued() > l.limit())
                .findFirst();
        if (refused < OVERFLOWS && full.isEmpty()) return List.of();
        double rate = refused / Machine.seconds(evidence);
        List<ProcessId> holders = full.map(
                        l -> l.holders().stream().map(Holder::process).toList())
                .orElse(List.of());
        String name = full.filter(l -> !l.holders().isEmpty())
                .map(l -> l.holders().getFirst().name())
                .orElse("");
        Subject subject = holders.isEmpty()
                ? Subject.host()
                : Subject.program(
                        Program.usageOf(evidence, holders.getFirst())
                                .map(p -> p.program())
                                .orElse(name),
                        holders);
        String who = holders.isEmpty() ? "a listener" : Program.label(name, holders);
        Draft draft = new Draft(
                this,
                rate >= CRITICAL_PER_SECOND ? Severity.CRITICAL : Severity.WARNING,
                full.isPresent() && refused >= OVERFLOWS ? Confidence.HIGH : Confidence.MEDIUM,
                subject,
                who + " does not accept"
                        + full.map(l -> ": " + Words.count(l.queued()) + " of " + Words.count(l.limit()) + " wait on "
                                        + l.local())
                                .orElse("")
                        + (refused > 0 ? ", " + Words.rate(rate) + " connections dropped a second" : ""));
        full.ifPresent(l -> draft.fact(
                "sock_diag",
                "accept queue of " + l.local() + ": " + Words.count(l.queued()) + ", limit " + Words.count(l.limit())));
        evidence.network().asOptional().ifPresent(n -> counters(draft, n));
        return List.of(draft.verify("ss -ltnp  # Recv-Q against Send-Q")
                .verify("nstat -az TcpExtListenOverflows TcpExtListenDrops TcpExtTCPReqQFullDrop")
                .finding());
    }

    private static void counters(Draft draft, NetworkStack n) {
        draft.fact(
                "/proc/net/netstat",
                "within the window: ListenOverflows " + Words.count(n.listenOverflows()) + ", ListenDrops "
                        + Words.count(n.listenDrops()) + ", TCPReqQFullDrop " + Words.count(n.requestDrops())
                        + ", SyncookiesSent " + Words.count(n.synCookies()));
    }
}
