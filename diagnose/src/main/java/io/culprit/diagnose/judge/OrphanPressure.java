package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SystemLimits.Fill;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Connections that no process owns any more and that the kernel must still finish. */
final class OrphanPressure implements Judge {
    /** The kernel resets sockets that wait long from a quarter on (tcp_check_oom shifts the count by up to 2). */
    private static final double SHARE = 0.25;

    private static final double CRITICAL_SHARE = 0.9;
    /** Far from the limit, but no host has so many more each second. */
    private static final long MANY = 200;

    private static final double GROWTH_PER_SECOND = 10;
    private static final Set<String> ORPHAN_STATES =
            Set.of("FIN_WAIT1", "FIN_WAIT_1", "FIN_WAIT", "LAST_ACK", "CLOSING", "FIN_WAIT2", "FIN_WAIT_2");

    @Override
    public String id() {
        return "orphan-pressure";
    }

    @Override
    public String condition() {
        return "orphaned TCP sockets are " + Words.percent(SHARE) + " or more of tcp_max_orphans (critical from "
                + Words.percent(CRITICAL_SHARE) + "), or " + MANY + " and " + (int) GROWTH_PER_SECOND
                + " more each second";
    }

    @Override
    public String advice() {
        return "A program closes connections whose peers do not answer: find the port of these FIN_WAIT1 and LAST_ACK sockets, then who serves it.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        return evidence.protocolMemory()
                .asOptional()
                .flatMap(m -> m.orphans().asOptional().flatMap(f -> {
                    double rate = m.orphanGrowth() / Machine.seconds(evidence);
                    boolean fires = f.share() >= SHARE || (f.used() >= MANY && rate >= GROWTH_PER_SECOND);
                    return fires ? Optional.of(List.of(finding(evidence, f, rate))) : Optional.empty();
                }))
                .orElse(List.of());
    }

    private Finding finding(Evidence evidence, Fill f, double rate) {
        Draft draft = new Draft(
                        this,
                        f.share() >= CRITICAL_SHARE ? Severity.CRITICAL : Severity.WARNING,
                        f.share() >= SHARE ? Confidence.HIGH : Confidence.MEDIUM,
                        Subject.host(),
                        Words.count(f.used()) + " orphaned TCP sockets of " + Words.count(f.limit()) + " allowed"
                                + (rate > 0 ? ", " + Words.rate(rate) + " more a second" : ""))
                .fact("/proc/net/sockstat", Words.percent(f.share()) + " of tcp_max_orphans");
        evidence.sockets()
                .asOptional()
                .ifPresent(t -> t.statePeers().stream()
                        .filter(s ->
                                ORPHAN_STATES.contains(s.state()) && !s.top().isEmpty())
                        .forEach(s -> draft.fact(
                                t.source(),
                                Words.count(s.total()) + " in " + s.state() + ", top peer "
                                        + s.top().getFirst().address() + " with "
                                        + Words.count(s.top().getFirst().count()))));
        return draft.verify("cat /proc/net/sockstat /proc/sys/net/ipv4/tcp_max_orphans")
                .verify("ss -tanoe state fin-wait-1; ss -tanoe state last-ack")
                .finding();
    }
}
