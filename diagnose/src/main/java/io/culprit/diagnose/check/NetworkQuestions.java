package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.rate;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.NetworkStack.Interface;
import io.culprit.model.evidence.NetworkStack.Membership;
import io.culprit.model.evidence.NetworkStack.SoftirqRate;
import io.culprit.model.evidence.NetworkStack.Softnet;
import io.culprit.model.evidence.SocketTables;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Steps 10 and 11: socket states and the network stack. */
final class NetworkQuestions {
    /** Of the segments sent; more than this and users feel it. */
    private static final double RETRANSMITTED = 0.05;
    /** A share of a few segments means nothing. */
    private static final double MIN_RETRANSMITS_PER_SECOND = 5;

    private static final double DROPS_PER_SECOND = 10;
    private static final int SHOWN = 3;

    static final List<Question> ALL = List.of(
            Asked.of(
                    "socket-states",
                    10,
                    "Which states are the TCP sockets in?",
                    Set.of(),
                    e -> e.sockets().map(NetworkQuestions::states)),
            Asked.of(
                    "top-peers",
                    10,
                    "Who are the top peers in each state, and who holds the sockets?",
                    Set.of("dominant-peer"),
                    e -> e.sockets().map(PeerWords::of)),
            Asked.of(
                    "close-wait",
                    10,
                    "Do sockets pile up that nobody closes?",
                    Set.of("socket-leak/close-wait"),
                    e -> e.sockets().map(t -> count(t.tcpStates().getOrDefault("CLOSE_WAIT", 0)) + " in CLOSE_WAIT")),
            new Asked(
                    "softnet",
                    11,
                    "Does the kernel drop packets before it looks at them?",
                    Set.of("softirq-storm"),
                    e -> e.network().flatMap(n -> n.softnet().map(NetworkQuestions::softnet))),
            Asked.of(
                    "softirqs",
                    11,
                    "Which soft interrupts come most, and on which core?",
                    Set.of("softirq-storm"),
                    e -> e.network().flatMap(n -> n.softirqs().map(NetworkQuestions::softirqs))),
            new Asked(
                    "udp-errors",
                    11,
                    "Are datagrams lost at the receiver?",
                    Set.of("socket-buffer-starvation"),
                    e -> e.network()
                            .map(n -> new Reply(
                                    count(n.udpReceiveErrors()) + " receive errors, " + count(n.udpBufferErrors())
                                            + " for want of buffer",
                                    n.udpReceiveErrors() / seconds(e) >= DROPS_PER_SECOND))),
            Asked.of(
                    "listen-queues",
                    11,
                    "Are connections dropped because nobody accepts them?",
                    Set.of("syn-backlog-overflow"),
                    e -> e.network()
                            .map(n -> count(n.listenOverflows()) + " overflows, " + count(n.listenDrops()) + " drops, "
                                    + count(n.requestDrops()) + " SYN queue drops, " + count(n.synCookies())
                                    + " cookies")),
            new Asked(
                    "retransmits",
                    11,
                    "Must TCP repeat itself?",
                    Set.of(),
                    e -> e.network().map(NetworkQuestions::retransmits)),
            new Asked(
                    "conntrack",
                    11,
                    "Is the connection tracking table full?",
                    Set.of(),
                    e -> e.network().flatMap(n -> n.conntrack().map(LimitQuestions::near))),
            new Asked(
                    "interfaces",
                    11,
                    "Do interfaces drop packets or count errors?",
                    Set.of(),
                    e -> e.network().map(NetworkQuestions::interfaces)),
            Asked.of(
                    "multicast",
                    11,
                    "Which multicast groups are joined, by whom, and how much comes?",
                    Set.of(),
                    e -> e.network()
                            .flatMap(n -> n.memberships()
                                    .map(m -> memberships(m) + "; "
                                            + rate(n.interfaces().stream()
                                                    .mapToDouble(Interface::multicastPerSecond)
                                                    .sum())
                                            + " multicast packets a second"))));

    private NetworkQuestions() {}

    static double seconds(Evidence e) {
        double s = e.window().seconds();
        return s >= 0.5 && Double.isFinite(s) ? s : 0.5;
    }

    private static String states(SocketTables t) {
        return t.tcpStates().isEmpty()
                ? "no TCP sockets"
                : t.tcpStates().entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(x -> count(x.getValue()) + " " + x.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static Reply softnet(List<Softnet> all) {
        long dropped = all.stream().mapToLong(Softnet::dropped).sum();
        long squeezed = all.stream().mapToLong(Softnet::squeezed).sum();
        return new Reply(
                count(dropped) + " dropped, " + count(squeezed) + " times out of budget, on " + all.size() + " CPUs"
                        + worst(all),
                dropped > 0);
    }

    private static String worst(List<Softnet> all) {
        return all.stream()
                .max(Comparator.comparingLong(Softnet::dropped).thenComparingLong(Softnet::squeezed))
                .filter(s -> s.dropped() > 0 || s.squeezed() > 0)
                .map(s -> "; worst CPU " + s.cpu() + ": " + count(s.dropped()) + " dropped, " + count(s.squeezed())
                        + " out of budget of " + count(s.processed()))
                .orElse("");
    }

    private static String softirqs(List<SoftirqRate> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(SoftirqRate::perSecond).reversed())
                .limit(SHOWN)
                .map(s -> s.name() + " " + rate(s.perSecond()) + " a second" + hottest(s.perCpu()))
                .collect(Collectors.joining(", "));
    }

    private static String hottest(List<Double> perCpu) {
        return IntStream.range(0, perCpu.size())
                .boxed()
                .max(Comparator.comparingDouble(perCpu::get))
                .map(cpu -> " (CPU " + cpu + ": " + rate(perCpu.get(cpu)) + ")")
                .orElse("");
    }

    /** The kernel joins 224.0.0.1 and its like by itself; what a process joined is told first. */
    private static String memberships(List<Membership> all) {
        String joined = all.stream()
                .sorted(Comparator.comparing((Membership m) -> m.likelyHolders().isEmpty()))
                .limit(SHOWN)
                .map(m -> m.group() + " on " + m.device()
                        + (m.likelyHolders().isEmpty() ? "" : " by " + DescriptorQuestions.holders(m.likelyHolders())))
                .collect(Collectors.joining(", "));
        return all.size() + " memberships" + (joined.isEmpty() ? "" : ": " + joined);
    }

    private static Reply retransmits(NetworkStack n) {
        return new Reply(
                rate(n.retransmitsPerSecond()) + " of " + rate(n.tcpSegmentsOutPerSecond()) + " segments a second",
                n.retransmitsPerSecond() >= MIN_RETRANSMITS_PER_SECOND
                        && n.retransmitsPerSecond() >= RETRANSMITTED * n.tcpSegmentsOutPerSecond());
    }

    private static String busiest(NetworkStack n) {
        return n.interfaces().stream()
                .max(Comparator.comparingDouble(i -> i.receivedPerSecond() + i.sentPerSecond()))
                .map(i ->
                        ", busiest " + i.name() + " (" + rate(i.receivedPerSecond()) + " in, " + rate(i.sentPerSecond())
                                + " out, " + rate(i.dropsPerSecond()) + " dropped, " + rate(i.multicastPerSecond())
                                + " multicast a second)")
                .orElse("");
    }

    private static Reply interfaces(NetworkStack n) {
        double drops =
                n.interfaces().stream().mapToDouble(Interface::dropsPerSecond).sum();
        double errors =
                n.interfaces().stream().mapToDouble(Interface::errorsPerSecond).sum();
        double in = n.interfaces().stream()
                .mapToDouble(Interface::receivedPerSecond)
                .sum();
        return new Reply(
                n.interfaces().size() + " interfaces" + busiest(n) + ", " + rate(in) + " packets in a second, "
                        + rate(drops) + " drops, " + rate(errors) + " errors a second",
                drops + errors >= DROPS_PER_SECOND);
    }
}
