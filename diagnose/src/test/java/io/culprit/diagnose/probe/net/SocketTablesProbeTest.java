package io.culprit.diagnose.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.probe.Holdings.SocketFd;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.Listener;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.StatePeers;
import io.culprit.model.evidence.SocketTables.UnidentifiedSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the live machine: this process misbehaves, and the probe must see it do so. */
class SocketTablesProbeTest {
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final List<Channel> open = new ArrayList<>();
    private final SocketTablesProbe probe = new SocketTablesProbe(Walk.names(), Walk::live);

    @AfterEach
    void close() throws IOException {
        for (Channel c : open.reversed()) {
            c.close();
        }
    }

    @Test
    void socketsThatWereNeverConnectedAreCountedWithTheirGrowth() throws IOException {
        unconnected(10);
        probe.begin();
        unconnected(30);
        UnidentifiedSockets mine = mine(probe.finish().asOptional().orElseThrow());
        assertThat(mine.count()).isGreaterThanOrEqualTo(40);
        assertThat(mine.growth()).isEqualTo(30);
        assertThat(mine.byProtocol().entrySet().stream()
                        .filter(e -> e.getKey().startsWith("TCP"))
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .isGreaterThanOrEqualTo(40);
    }

    @Test
    void suchASocketIsSaidToBeInNoTable() throws IOException {
        probe.begin();
        List<Long> before = inodes();
        unconnected(1);
        SocketFd fresh = fresh(before);
        SocketInfo info = probe.find(SELF, fresh.fd(), fresh.inode()).orElseThrow();
        assertThat(info.identified()).isFalse();
        assertThat(info.protocol()).startsWith("TCP");
        assertThat(info.state()).isEqualTo("UNCONNECTED");
    }

    @Test
    void whatThePeerClosedAndWeDidNotIsInCloseWaitWithUsAsItsHolder() throws IOException {
        ServerSocketChannel server = server(50);
        probe.begin();
        for (int i = 0; i < 20; i++) {
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            SocketChannel accepted = keep(server.accept());
            client.close();
            // The end of the stream proves that the FIN has come.
            assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        SocketTables tables = probe.finish().asOptional().orElseThrow();
        StateHolder mine = tables.stateHolders().stream()
                .filter(h -> h.state().equals("CLOSE_WAIT") && h.process().pid() == SELF)
                .findFirst()
                .orElseThrow();
        assertThat(mine.count()).isGreaterThanOrEqualTo(20);
        assertThat(mine.growth()).isEqualTo(20);
        assertThat(tables.tcpStates().get("CLOSE_WAIT")).isGreaterThanOrEqualTo(20);
        assertThat(tables.statePeers()).anySatisfy(p -> {
            assertThat(p.state()).isEqualTo("CLOSE_WAIT");
            assertThat(p.top()).anySatisfy(peer -> assertThat(peer.address()).isEqualTo(LOOPBACK.getHostAddress()));
        });
    }

    @Test
    void connectionsThatCameInAreToldFromThoseThatWeOpened() throws IOException {
        awaitTurn();
        InetAddress there = ours(1);
        InetAddress here = ours(2);
        ServerSocketChannel server = keep(ServerSocketChannel.open()).bind(new InetSocketAddress(there, 0), 50);
        for (int i = 0; i < 30; i++) {
            SocketChannel client = keep(SocketChannel.open()).bind(new InetSocketAddress(here, 0));
            client.connect(server.getLocalAddress());
            keep(server.accept());
        }
        probe.begin();
        SocketTables tables = probe.finish().asOptional().orElseThrow();
        assertThat(peers(tables, here.getHostAddress())).containsExactly(30);
        assertThat(peers(tables, there.getHostAddress())).containsExactly(0);
    }

    @Test
    void anAddressThatIsAtBothEndsIsListedForEachDirection() throws IOException {
        awaitTurn();
        InetAddress both = ours(2);
        ServerSocketChannel server = keep(ServerSocketChannel.open()).bind(new InetSocketAddress(both, 0), 50);
        for (int i = 0; i < 30; i++) {
            SocketChannel client = keep(SocketChannel.open()).bind(new InetSocketAddress(both, 0));
            client.connect(server.getLocalAddress());
            keep(server.accept());
        }
        probe.begin();
        SocketTables tables = probe.finish().asOptional().orElseThrow();
        assertThat(peers(tables, both.getHostAddress())).containsExactly(30, 0);
        StatePeers established = established(tables);
        assertThat(established.distinctPeers()).isLessThan(established.total());
        assertThat(established.top())
                .filteredOn(p -> p.address().equals(both.getHostAddress()))
                .allMatch(p -> p.count() == 30);
    }

    @Test
    void aConnectionToOurselvesNamesTheProcessAtTheOtherEnd() throws IOException {
        ServerSocketChannel server = server(50);
        List<Long> before = inodes();
        keep(SocketChannel.open(server.getLocalAddress()));
        SocketFd client = fresh(before);
        keep(server.accept());
        probe.begin();
        SocketInfo info = probe.find(SELF, client.fd(), client.inode()).orElseThrow();
        assertThat(info.state()).isEqualTo("ESTABLISHED");
        assertThat(info.peer()).endsWith(":" + port(server));
        assertThat(info.tcp()).isPresent();
        assertThat(info.memory()).isPresent();
        assertThat(info.peerProcess().orElseThrow()).endsWith("(" + SELF + ")");
    }

    @Test
    void aListenerThatDoesNotAcceptIsListedWithItsQueue() throws IOException {
        ServerSocketChannel server = server(2);
        probe.begin();
        keep(SocketChannel.open(server.getLocalAddress()));
        keep(SocketChannel.open(server.getLocalAddress()));
        Listener mine = probe.finish().asOptional().orElseThrow().listeners().stream()
                .filter(l -> l.local().endsWith(":" + portUnchecked(server)))
                .findFirst()
                .orElseThrow();
        assertThat(mine.queued()).isEqualTo(2);
        assertThat(mine.limit()).isEqualTo(2);
        assertThat(mine.holders()).anySatisfy(h -> assertThat(h.process().pid()).isEqualTo(SELF));
    }

    @Test
    void aReceiverThatDoesNotReadDrops() throws IOException {
        DatagramChannel slow = keep(DatagramChannel.open());
        slow.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        slow.bind(new InetSocketAddress(LOOPBACK, 0));
        DatagramChannel sender = keep(DatagramChannel.open());
        NetworkProbe network = new NetworkProbe(probe);
        probe.begin();
        network.begin();
        for (int i = 0; i < 500; i++) {
            sender.send(ByteBuffer.allocate(1000), slow.getLocalAddress());
        }
        SocketTables tables = probe.finish().asOptional().orElseThrow();
        String local = ((InetSocketAddress) slow.getLocalAddress()).getPort() + "";
        assertThat(tables.dropping()).anySatisfy(d -> {
            assertThat(d.socket().local()).endsWith(":" + local);
            assertThat(d.drops()).isBetween(400L, 500L);
            assertThat(d.socket().memory().orElseThrow().drops()).isEqualTo(d.drops());
            assertThat(d.holders())
                    .anySatisfy(h -> assertThat(h.process().pid()).isEqualTo(SELF));
        });
        // Other processes on this machine may lose datagrams as well.
        assertThat(network.finish().asOptional().orElseThrow().udpBufferErrors())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void aProbeThatWasNotBegunSaysSo() {
        assertThat(probe.finish().whyNot())
                .hasValueSatisfying(why -> assertThat(why).contains("not begun"));
    }

    @Test
    void aProcessThatDoesNotExistHasNoSocket() {
        probe.also(List.of(0, Integer.MAX_VALUE));
        probe.begin();
        assertThat(probe.find(Integer.MAX_VALUE, 3, 12)).isEmpty();
        assertThat(probe.finish().isKnown()).isTrue();
    }

    @Test
    void whenNobodysSocketsCouldBeSeenNothingIsRuledOut() throws IOException {
        server(1);
        SocketTablesProbe blind = new SocketTablesProbe(
                Walk.names(),
                () -> new Walk(List.of(), Optional.of("/proc/PID/fd of others: permission denied (EACCES)")));
        blind.begin();
        SocketTables tables = blind.finish().asOptional().orElseThrow();
        assertThat(tables.unidentified().whyNot())
                .hasValueSatisfying(why -> assertThat(why).contains("0 of").contains("EACCES"));
        assertThat(tables.notes()).anySatisfy(n -> assertThat(n).contains("EACCES"));
        assertThat(tables.tcpStates()).containsKey("LISTEN");
    }

    @Test
    void familiesWithoutATableAreNoLeakOfTcp() {
        Snapshot s = Snapshot.take(new Walk(List.of(), Optional.empty()), new Namespaces());
        assertThat(Unlisted.meansUnused("TCPv6", s)).isTrue();
        assertThat(Unlisted.meansUnused("UDP", s)).isTrue();
        for (String other : List.of("ALG", "AF_VSOCK", "KCM", "NETLINK", "UNIX", "PACKET", "RAW", "PING", "")) {
            assertThat(Unlisted.meansUnused(other, s)).as(other).isFalse();
        }
    }

    /**
     * A loopback address of this process alone, by its pid of at most 22 bits: connections of another run of this test, at the
     * same time, must not be counted as ours.
     */
    private static InetAddress ours(int number) throws IOException {
        int bits = 127 << 24 | number << 22 | SELF;
        return InetAddress.getByAddress(
                ByteBuffer.allocate(Integer.BYTES).putInt(bits).array());
    }

    /**
     * The probe lists the five top peers alone: another run of this test must not have as many connections meanwhile, so they
     * take turns, for as long as a test has its channels.
     */
    private void awaitTurn() throws IOException {
        Path file = Path.of(
                System.getProperty("java.io.tmpdir"),
                "culprit-top-peers-of-" + System.getProperty("user.name") + ".lock");
        keep(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                .lock();
    }

    /** How many of the established connections with that address came in, an entry for each direction. */
    private static List<Integer> peers(SocketTables tables, String address) {
        return established(tables).top().stream()
                .filter(p -> p.address().equals(address))
                .map(p -> p.accepted().asOptional().orElseThrow())
                .toList();
    }

    private static StatePeers established(SocketTables tables) {
        return tables.statePeers().stream()
                .filter(s -> s.state().equals("ESTABLISHED"))
                .findFirst()
                .orElseThrow();
    }

    private void unconnected(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            keep(SocketChannel.open());
        }
    }

    private ServerSocketChannel server(int backlog) throws IOException {
        return keep(ServerSocketChannel.open()).bind(new InetSocketAddress(LOOPBACK, 0), backlog);
    }

    private <C extends Channel> C keep(C channel) {
        open.add(channel);
        return channel;
    }

    private static int port(ServerSocketChannel server) throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private static int portUnchecked(ServerSocketChannel server) {
        return server.socket().getLocalPort();
    }

    private static UnidentifiedSockets mine(SocketTables tables) {
        return tables.unidentified().asOptional().orElseThrow().stream()
                .filter(u -> u.process().pid() == SELF)
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> inodes() {
        return Walk.live().sockets().stream()
                .filter(s -> s.pid() == SELF)
                .map(SocketFd::inode)
                .toList();
    }

    private static SocketFd fresh(List<Long> before) {
        return Walk.live().sockets().stream()
                .filter(s -> s.pid() == SELF && !before.contains(s.inode()))
                .findFirst()
                .orElseThrow();
    }
}
