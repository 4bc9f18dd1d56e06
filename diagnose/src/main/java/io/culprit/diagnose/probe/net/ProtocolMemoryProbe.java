package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.net.NetCounters;
import io.culprit.kernel.net.NetFiles;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.ProtocolMemory;
import io.culprit.model.evidence.ProtocolMemory.Pages;
import io.culprit.model.evidence.SystemLimits.Fill;
import java.util.List;

/**
 * Steps 8 and 9: {@code sockstat} against {@code tcp_mem}, {@code udp_mem}, {@code tcp_max_orphans} and {@code tcp_max_tw_buckets}.
 * Memory, orphans and allocated TCP sockets are of all network namespaces together; the rest is of the host's.
 */
public final class ProtocolMemoryProbe implements WindowProbe<ProtocolMemory> {
    private static final String SECTION = "TcpExt";
    /** {@code TCPMemoryPressuresChrono} is a time, the others are events. */
    private static final List<String> PRUNED = List.of("PruneCalled", "RcvPruned", "OfoPruned", "TCPRcvQDrop");

    private final NetFiles host = NetFiles.host();
    private Read<NetCounters> netstatAtBegin = Read.malformed("read netstat", "the probe was not begun");
    private Read<NetCounters> sockstatAtBegin = Read.malformed("read sockstat", "the probe was not begun");

    @Override
    public void begin() {
        netstatAtBegin = host.netstat();
        sockstatAtBegin = host.sockstat();
    }

    @Override
    public Answer<ProtocolMemory> finish() {
        Read<NetCounters> sockstat = host.sockstat();
        Read<NetCounters> netstat = host.netstat();
        if (!(netstatAtBegin instanceof Read.Ok<NetCounters> before)) {
            return Answer.unavailable(netstatAtBegin.why());
        }
        if (!(netstat instanceof Read.Ok<NetCounters> after)) {
            return Answer.unavailable(netstat.why());
        }
        long orphansNow = orphans(sockstat);
        return Answer.known(new ProtocolMemory(
                Asked.answer(tcp(sockstat)),
                Asked.answer(udp(sockstat)),
                fill(sockstat, "orphan", "net/ipv4/tcp_max_orphans"),
                sockstatAtBegin instanceof Read.Ok<NetCounters> ? orphansNow - orphans(sockstatAtBegin) : 0,
                fill(sockstat, "tw", "net/ipv4/tcp_max_tw_buckets"),
                after.value().since(before.value(), SECTION, "TCPMemoryPressures"),
                PRUNED.stream()
                        .mapToLong(name -> after.value().since(before.value(), SECTION, name))
                        .sum(),
                after.value().since(before.value(), SECTION, "TCPAbortOnMemory")));
    }

    private static long orphans(Read<NetCounters> sockstat) {
        return sockstat.asOptional().map(s -> s.orZero("TCP", "orphan")).orElse(0L);
    }

    private Read<Pages> tcp(Read<NetCounters> sockstat) {
        // Counts those that are in no table as well, of both families.
        return pages(sockstat, "TCP", "net/ipv4/tcp_mem").map(p -> withSockets(p, sockstat, "TCP", "alloc", 0));
    }

    private Read<Pages> udp(Read<NetCounters> sockstat) {
        long six = host.sockstat6()
                .asOptional()
                .map(s -> s.orZero("UDP6", "inuse"))
                .orElse(0L);
        return pages(sockstat, "UDP", "net/ipv4/udp_mem").map(p -> withSockets(p, sockstat, "UDP", "inuse", six));
    }

    private static Pages withSockets(Pages p, Read<NetCounters> sockstat, String section, String name, long more) {
        long sockets = sockstat.asOptional().map(s -> s.orZero(section, name)).orElse(0L) + more;
        return new Pages(p.used(), p.low(), p.pressure(), p.high(), sockets);
    }

    private Read<Pages> pages(Read<NetCounters> sockstat, String section, String limits) {
        return host.sysctl(limits)
                .flatMap(l -> sockstat.flatMap(s -> {
                    if (l.length < 3 || s.get(section, "mem").isEmpty()) {
                        return Read.malformed("read " + limits, "the kernel does not tell the memory of " + section);
                    }
                    return Read.ok(new Pages(s.orZero(section, "mem"), l[0], l[1], l[2], 0));
                }));
    }

    private Answer<Fill> fill(Read<NetCounters> sockstat, String name, String limit) {
        return Asked.answer(Asked.one(host.sysctl(limit), limit)
                .flatMap(l -> sockstat.flatMap(s -> s.get("TCP", name).isPresent()
                        ? Read.ok(new Fill(s.orZero("TCP", name), l))
                        : Read.malformed("read sockstat", "it has no figure " + name))));
    }
}
