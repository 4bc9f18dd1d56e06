package io.culprit.model.evidence;

import io.culprit.model.Answer;
import java.util.List;

/**
 * Step 11: what the network stack did over the window; rates are a second, of the host's network namespace unless said.
 *
 * @param listenOverflows connections refused because an accept queue was full ({@code ListenOverflows}), over the window
 * @param listenDrops {@code ListenDrops}; {@code synCookies} {@code SyncookiesSent}; {@code requestDrops} {@code TCPReqQFullDrop}
 * @param udpReceiveErrors {@code InErrors}; {@code udpBufferErrors} {@code RcvbufErrors}, over the window
 */
public record NetworkStack(
        Answer<List<Softnet>> softnet,
        Answer<List<SoftirqRate>> softirqs,
        long udpReceiveErrors,
        long udpBufferErrors,
        double udpDatagramsPerSecond,
        long listenOverflows,
        long listenDrops,
        long requestDrops,
        long synCookies,
        double tcpSegmentsOutPerSecond,
        double retransmitsPerSecond,
        Answer<SystemLimits.Fill> conntrack,
        List<Interface> interfaces,
        Answer<List<Membership>> memberships) {

    public NetworkStack {
        interfaces = List.copyOf(interfaces);
        memberships = memberships.map(List::copyOf);
    }

    /** {@code /proc/net/softnet_stat} of one CPU, over the window. */
    public record Softnet(int cpu, long processed, long dropped, long squeezed) {}

    /** {@code /proc/softirqs}, all CPUs, a second; name such as {@code NET_RX}. */
    public record SoftirqRate(String name, double perSecond, List<Double> perCpu) {
        public SoftirqRate {
            perCpu = List.copyOf(perCpu);
        }
    }

    /** @param multicastPerSecond received; {@code dropsPerSecond} and errors of both directions together */
    public record Interface(
            String namespace,
            String name,
            double receivedPerSecond,
            double sentPerSecond,
            double receivedBytesPerSecond,
            double sentBytesPerSecond,
            double dropsPerSecond,
            double errorsPerSecond,
            double multicastPerSecond) {}

    /**
     * An IGMP or MLD membership.
     *
     * @param users how many sockets joined, as the kernel counts
     * @param likelyHolders processes with a UDP socket bound in a way that fits; the kernel does not tell who joined
     */
    public record Membership(String device, String group, int users, List<Descriptor.Holder> likelyHolders) {
        public Membership {
            likelyHolders = List.copyOf(likelyHolders);
        }
    }
}
