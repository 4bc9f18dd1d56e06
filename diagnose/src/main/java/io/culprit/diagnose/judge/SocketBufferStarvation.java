package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SocketTables.DroppingSocket;
import java.util.ArrayList;
import java.util.List;

/** A receiver that reads more slowly than datagrams come, so that the kernel throws them away. */
final class SocketBufferStarvation implements Judge {
    /** A burst that overflows a buffer once is not starvation. */
    private static final double DROPS_PER_SECOND = 10;

    private static final double CRITICAL_DROPS_PER_SECOND = 100;

    @Override
    public String id() {
        return "socket-buffer-starvation";
    }

    @Override
    public String condition() {
        return "a socket for datagrams drops " + (int) DROPS_PER_SECOND + " or more a second (critical from "
                + (int) CRITICAL_DROPS_PER_SECOND
                + " for UDP; a raw or packet socket may well only send, or merely watch) because its receive buffer is full";
    }

    @Override
    public String advice() {
        return "Let the program read faster (a thread that only reads), or give the socket a larger buffer (SO_RCVBUF, net.core.rmem_max).";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.sockets().asOptional().ifPresent(tables -> {
            for (DroppingSocket s : tables.dropping()) {
                // A TCP listener counts refused connections as drops: that is the backlog's judge.
                if (s.socket().protocol().startsWith("TCP")) continue;
                if (s.drops() / Machine.seconds(evidence) >= DROPS_PER_SECOND) findings.add(finding(evidence, s));
            }
        });
        return findings;
    }

    private static String family(String protocol) {
        if (protocol.startsWith("UNIX")) return "-xamnpe";
        if (protocol.startsWith("PACKET")) return "-0amnpe";
        if (protocol.startsWith("NETLINK")) return "-f netlink -amnpe";
        return protocol.startsWith("RAW") ? "-wamnpe" : "-uamnpe";
    }

    private Finding finding(Evidence evidence, DroppingSocket s) {
        double rate = s.drops() / Machine.seconds(evidence);
        List<ProcessId> holders = s.holders().stream().map(Holder::process).toList();
        String name = s.holders().isEmpty() ? "" : s.holders().getFirst().name();
        String program = s.holders().isEmpty() ? "" : s.holders().getFirst().program();
        String who = holders.isEmpty()
                ? "a process that cannot be seen reads too slowly"
                : Program.does(name, holders, "reads too slowly", "read too slowly");
        Draft draft = new Draft(
                        this,
                        rate >= CRITICAL_DROPS_PER_SECOND
                                        && s.socket().protocol().startsWith("UDP")
                                ? Severity.CRITICAL
                                : Severity.WARNING,
                        holders.isEmpty() ? Confidence.MEDIUM : Confidence.HIGH,
                        holders.isEmpty() ? Subject.host() : Subject.program(program, holders),
                        who + ": " + s.socket().protocol() + " " + s.socket().local() + " drops " + Words.rate(rate)
                                + " datagrams a second")
                .fact("sock_diag", DescriptorWords.socket(s.socket()))
                .fact(
                        "sock_diag",
                        Words.count(s.drops()) + " datagrams dropped in " + Words.duration(Machine.seconds(evidence)));
        s.socket()
                .memory()
                .ifPresent(m -> draft.fact(
                        "sock_diag",
                        "receive buffer " + Words.bytes(m.receiveBytes()) + " of "
                                + Words.bytes(m.receiveLimitBytes())));
        evidence.network()
                .asOptional()
                .ifPresent(n -> draft.factIf(
                        n.udpBufferErrors() > 0,
                        "/proc/net/snmp",
                        "RcvbufErrors rose by " + Words.count(n.udpBufferErrors())));
        return draft.verify("ss " + family(s.socket().protocol())
                        + "  # the number behind d in skmem: dropped since it was made")
                .verify("nstat -az UdpRcvbufErrors")
                .finding();
    }
}
