package io.culprit.diagnose.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.culprit.kernel.net.NetFiles;
import io.culprit.model.evidence.NetworkStack;
import io.culprit.model.evidence.NetworkStack.Membership;
import io.culprit.model.evidence.ProtocolMemory;
import io.culprit.model.evidence.SocketInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/** On the live machine. */
class NetworkProbeTest {
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final String GROUP = "239.77.1.9";

    @Test
    void aMembershipNamesTheProcessThatIsBoundToTheGroup() throws IOException {
        NetworkInterface lo = NetworkInterface.networkInterfaces()
                .filter(NetworkProbeTest::loopback)
                .findFirst()
                .orElseThrow();
        InetAddress group = InetAddress.getByName(GROUP);
        try (DatagramChannel member = DatagramChannel.open(StandardProtocolFamily.INET)) {
            member.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            member.bind(new InetSocketAddress(group, 0));
            member.join(group, lo);
            SocketTablesProbe sockets = new SocketTablesProbe(Walk.names(), Walk::live);
            NetworkProbe probe = new NetworkProbe(sockets);
            sockets.begin();
            probe.begin();
            assertThat(sockets.finish().isKnown()).isTrue();
            NetworkStack stack = probe.finish().asOptional().orElseThrow();
            Membership mine = stack.memberships().asOptional().orElseThrow().stream()
                    .filter(m -> m.group().equals(GROUP))
                    .findFirst()
                    .orElseThrow();
            assertThat(mine.users()).isEqualTo(1);
            assertThat(mine.likelyHolders())
                    .singleElement()
                    .satisfies(h -> assertThat(h.process().pid()).isEqualTo(SELF));
            assertThat(stack.memberships().asOptional().orElseThrow())
                    .filteredOn(m -> m.group().equals("224.0.0.1"))
                    .isNotEmpty()
                    .allSatisfy(m -> assertThat(m.likelyHolders()).isEmpty());
            SocketInfo info = Walk.live().sockets().stream()
                    .filter(s -> s.pid() == SELF)
                    .flatMap(s -> sockets.find(SELF, s.fd(), s.inode()).stream())
                    .filter(i -> i.local().startsWith(GROUP))
                    .findFirst()
                    .orElseThrow();
            assertThat(info.groups()).containsExactly(GROUP + " on " + lo.getName());
        }
    }

    @Test
    void trafficOnLoopbackIsCounted() throws IOException {
        try (DatagramChannel receiver = DatagramChannel.open();
                DatagramChannel sender = DatagramChannel.open()) {
            receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            NetworkProbe probe = new NetworkProbe(new SocketTablesProbe(Walk.names(), Walk::live));
            probe.begin();
            for (int i = 0; i < 300; i++) {
                sender.send(ByteBuffer.allocate(100), receiver.getLocalAddress());
                receiver.receive(ByteBuffer.allocate(100));
            }
            NetworkStack stack = probe.finish().asOptional().orElseThrow();
            assertThat(stack.udpDatagramsPerSecond()).isPositive();
            assertThat(stack.interfaces()).anySatisfy(i -> {
                assertThat(i.name()).isEqualTo("lo");
                assertThat(i.receivedBytesPerSecond()).isPositive();
                assertThat(i.receivedPerSecond()).isPositive();
            });
            assertThat(stack.softnet().asOptional().orElseThrow().stream()
                            .mapToLong(s -> s.processed())
                            .sum())
                    .isGreaterThanOrEqualTo(300);
            assertThat(stack.softirqs().asOptional().orElseThrow()).anySatisfy(s -> {
                assertThat(s.name()).isEqualTo("NET_RX");
                assertThat(s.perCpu().stream().mapToDouble(d -> d).sum()).isCloseTo(s.perSecond(), within(1e-6));
            });
        }
    }

    @Test
    void protocolMemoryHasTheKernelsLimits() {
        ProtocolMemoryProbe probe = new ProtocolMemoryProbe();
        probe.begin();
        ProtocolMemory memory = probe.finish().asOptional().orElseThrow();
        long[] limits = NetFiles.host().sysctl("net/ipv4/tcp_mem").asOptional().orElseThrow();
        assertThat(memory.tcp().asOptional().orElseThrow())
                .extracting(p -> p.low(), p -> p.pressure(), p -> p.high())
                .containsExactly(limits[0], limits[1], limits[2]);
        assertThat(memory.orphans().asOptional().orElseThrow().limit()).isPositive();
        assertThat(memory.timeWait().asOptional().orElseThrow().limit()).isPositive();
        assertThat(memory.udp().isKnown()).isTrue();
    }

    @Test
    void probesThatWereNotBegunSaySo() {
        assertThat(new ProtocolMemoryProbe().finish().whyNot()).isPresent();
        assertThat(new NetworkProbe(new SocketTablesProbe(Walk.names(), Walk::live))
                        .finish()
                        .whyNot())
                .isPresent();
    }

    private static boolean loopback(NetworkInterface i) {
        try {
            return i.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
