package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.net.NetCounters;
import io.culprit.kernel.net.NetFiles;
import io.culprit.kernel.net.Softirqs;
import io.culprit.kernel.net.SoftnetStat;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.NetworkStack.SoftirqRate;
import io.culprit.model.evidence.NetworkStack.Softnet;
import io.culprit.model.evidence.SystemLimits.Fill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Step 11: counters of the network stack over the window, and who is a member of which multicast group. Used by one thread.
 */
public final class NetworkProbe implements WindowProbe<NetworkStack> {
    private static final String TCP = "TcpExt";

    /** All counters of the host's namespace at one moment. IPv6 may be missing. */
    private record Counters(NetCounters snmp, NetCounters netstat, NetCounters snmp6) {

        static Read<Counters> of(NetFiles files) {
            NetCounters six = files.snmp6().asOptional().orElseGet(() -> NetCounters.snmp6(""));
            return files.snmp().flatMap(snmp -> files.netstat().map(netstat -> new Counters(snmp, netstat, six)));
        }

        long udp(Counters earlier, String name) {
            return snmp.since(earlier.snmp, "Udp", name) + snmp6.since(earlier.snmp6, "", "Udp6" + name);
        }

        long tcp(Counters earlier, String name) {
            return snmp.since(earlier.snmp, "Tcp", name);
        }

        long extended(Counters earlier, String name) {
            return netstat.since(earlier.netstat, TCP, name);
        }
    }

    private final SocketTablesProbe sockets;
    private final InterfaceRates interfaces;
    private final NetFiles host;
    private Read<Counters> countersAtBegin = Read.malformed("read network counters", "the probe was not begun");
    private Read<List<SoftnetStat>> softnetAtBegin = Read.malformed("read softnet_stat", "the probe was not begun");
    private Read<Softirqs> softirqsAtBegin = Read.malformed("read /proc/softirqs", "the probe was not begun");
    private long beganNanos;

    /**
     * @param sockets tells the sockets and the namespaces; it is to begin before, and to finish before this one does. Interfaces
     *     of namespaces that it was told of later are counted from the next {@link #tick}
     */
    public NetworkProbe(SocketTablesProbe sockets) {
        this.sockets = sockets;
        this.host = sockets.namespaces().host();
        this.interfaces = new InterfaceRates(sockets.namespaces());
    }

    @Override
    public void begin() {
        beganNanos = System.nanoTime();
        countersAtBegin = Counters.of(host);
        softnetAtBegin = softnet();
        softirqsAtBegin = softirqs();
        interfaces.begin();
    }

    @Override
    public void tick() {
        interfaces.begin();
    }

    @Override
    public Answer<NetworkStack> finish() {
        Read<Counters> counters = Counters.of(host);
        if (!(countersAtBegin instanceof Read.Ok<Counters>(Counters before))) {
            return Answer.unavailable(countersAtBegin.why());
        }
        if (!(counters instanceof Read.Ok<Counters>(Counters now))) {
            return Answer.unavailable(counters.why());
        }
        double seconds = Math.max(1e-3, (System.nanoTime() - beganNanos) / 1e9);
        return Answer.known(new NetworkStack(
                Asked.answer(softnetAtBegin.flatMap(earlier -> softnet().map(later -> softnet(earlier, later)))),
                Asked.answer(
                        softirqsAtBegin.flatMap(earlier -> softirqs().map(later -> softirqs(earlier, later, seconds)))),
                now.udp(before, "InErrors"),
                now.udp(before, "RcvbufErrors"),
                now.udp(before, "InDatagrams") / seconds,
                now.extended(before, "ListenOverflows"),
                now.extended(before, "ListenDrops"),
                now.extended(before, "TCPReqQFullDrop"),
                now.extended(before, "SyncookiesSent"),
                now.tcp(before, "OutSegs") / seconds,
                now.tcp(before, "RetransSegs") / seconds,
                conntrack(),
                interfaces.finish(),
                new MembershipList(sockets).memberships()));
    }

    private Answer<Fill> conntrack() {
        String count = "net/netfilter/nf_conntrack_count";
        String limit = "net/netfilter/nf_conntrack_max";
        Read<Fill> fill = Asked.one(host.sysctl(count), count)
                .flatMap(used -> Asked.one(host.sysctl(limit), limit).map(most -> new Fill(used, most)));
        return fill instanceof Read.Ok<Fill>(Fill f)
                ? Answer.known(f)
                : Answer.unavailable("connection tracking is not loaded, or hidden: " + fill.why());
    }

    private static Read<List<SoftnetStat>> softnet() {
        return KernelFile.text("/proc/net/softnet_stat").map(SoftnetStat::parse);
    }

    private static Read<Softirqs> softirqs() {
        return KernelFile.text("/proc/softirqs").map(Softirqs::parse);
    }

    private static List<Softnet> softnet(List<SoftnetStat> earlier, List<SoftnetStat> later) {
        List<Softnet> cpus = new ArrayList<>();
        for (SoftnetStat now : later) {
            Optional<SoftnetStat> before =
                    earlier.stream().filter(b -> b.cpu() == now.cpu()).findFirst();
            before.map(now::since)
                    .ifPresent(d -> cpus.add(new Softnet(d.cpu(), d.processed(), d.dropped(), d.squeezed())));
        }
        return cpus;
    }

    private static List<SoftirqRate> softirqs(Softirqs earlier, Softirqs later, double seconds) {
        List<SoftirqRate> rates = new ArrayList<>();
        if (!earlier.cpus().equals(later.cpus())) {
            // A CPU came or went: columns moved.
            return rates;
        }
        later.counts().forEach((name, now) -> {
            long[] before = earlier.counts().getOrDefault(name, now);
            List<Double> perCpu = new ArrayList<>();
            double total = 0;
            for (int i = 0; i < now.length; i++) {
                // 32 bits on the kernel's side.
                double rate = ((now[i] - before[i]) & 0xffffffffL) / seconds;
                perCpu.add(rate);
                total += rate;
            }
            rates.add(new SoftirqRate(name, total, perCpu));
        });
        return rates;
    }
}
