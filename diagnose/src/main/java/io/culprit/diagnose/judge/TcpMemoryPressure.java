package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.ProtocolMemory;
import io.culprit.model.evidence.ProtocolMemory.Pages;
import java.util.List;
import java.util.Optional;

/** TCP has used up the memory that the kernel grants to all its sockets together. */
final class TcpMemoryPressure implements Judge {
    /** Of the pressure mark; it is near enough that the next burst crosses it. */
    private static final double NEAR = 0.9;

    @Override
    public String id() {
        return "tcp-memory-pressure";
    }

    @Override
    public String condition() {
        return "TCP uses " + Words.percent(NEAR)
                + " or more of the pages of tcp_mem's pressure mark, or entered pressure within the"
                + " window; critical at the high mark or when connections were aborted for memory";
    }

    @Override
    public String advice() {
        return "Find the sockets with long queues (ss -tm) and the process that does not read them; raise net.ipv4.tcp_mem to gain time.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        Optional<ProtocolMemory> memory = evidence.protocolMemory().asOptional();
        if (memory.isEmpty()) return List.of();
        ProtocolMemory m = memory.get();
        Optional<Pages> tcp = m.tcp().asOptional();
        boolean near = tcp.map(p -> p.pressure() > 0 && p.used() >= NEAR * p.pressure())
                .orElse(false);
        boolean high = tcp.map(p -> p.high() > 0 && p.used() >= p.high()).orElse(false);
        if (!near && m.pressureEvents() <= 0 && m.abortedOnMemory() <= 0) return List.of();
        Draft draft = new Draft(
                        this,
                        high || m.abortedOnMemory() > 0 ? Severity.CRITICAL : Severity.WARNING,
                        tcp.isPresent() ? Confidence.HIGH : Confidence.MEDIUM,
                        Subject.host(),
                        "TCP is short of memory"
                                + tcp.map(p -> ": " + Words.count(p.used()) + " pages of " + Words.count(p.pressure())
                                                + " (pressure), " + Words.count(p.high()) + " (high)")
                                        .orElse(""))
                .fact(
                        "/proc/net/netstat",
                        Words.count(m.pressureEvents()) + " times under pressure, " + Words.count(m.pruned())
                                + " packets pruned, " + Words.count(m.abortedOnMemory())
                                + " connections aborted within the window");
        return List.of(draft.verify("cat /proc/net/sockstat /proc/sys/net/ipv4/tcp_mem")
                .verify("ss -HtanpO | sort -k2,2nr -k3,3nr | head")
                .finding());
    }
}
