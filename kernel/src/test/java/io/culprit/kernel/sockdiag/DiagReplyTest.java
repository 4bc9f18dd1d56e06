package io.culprit.kernel.sockdiag;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sockdiag.DiagReply.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Replies captured on Linux 6.18, x86_64, sequence number 7, from a program that held one socket of each kind. Of the TCP reply
 * all but two TIME_WAIT sockets were left out.
 */
class DiagReplyTest {
    private static final int SEQUENCE = 7;

    @Test
    void tcpSocketsHaveStateAddressesQueuesAndMemory() {
        SocketTable t = table("tcp4", new InetRows(SocketKind.TCP));
        assertThat(t.size()).isEqualTo(8);
        assertThat(t.count(SocketKind.TCP, SocketState.LISTEN)).isEqualTo(3);
        assertThat(t.count(SocketKind.TCP, SocketState.TIME_WAIT)).isEqualTo(2);
        int accepted = t.find(67266);
        assertThat(t.state(accepted)).isEqualTo(SocketState.ESTABLISHED);
        assertThat(t.local(accepted).text(t.localPort(accepted))).isEqualTo("127.0.0.1:38977");
        assertThat(t.peer(accepted).text(t.peerPort(accepted))).isEqualTo("127.0.0.1:44676");
        assertThat(t.receiveQueue(accepted)).isEqualTo(5);
        assertThat(t.hasMemory(accepted)).isTrue();
        assertThat(t.memory(accepted, 0)).isPositive();
        assertThat(t.memory(accepted, 1)).isEqualTo(131_072);
        assertThat(t.drops(accepted)).isZero();
        assertThat(t.hasTcp(accepted)).isTrue();
        assertThat(t.tcp(accepted, 0)).isBetween(1L, 100_000L);
        int listener = t.find(67264);
        assertThat(t.sendQueue(listener)).isEqualTo(4);
        assertThat(SocketState.name(t.state(t.find(67267)))).isEqualTo("CLOSE");
    }

    @Test
    void ipv6AndMptcpAndUdpAreTheSameRecord() {
        SocketTable six = table("tcp6", new InetRows(SocketKind.TCP));
        assertThat(six.local(six.find(67268)).text(37539)).isEqualTo("[::1]:37539");
        assertThat(table("mptcp", new InetRows(SocketKind.MPTCP)).find(67270)).isZero();
        SocketTable udp = table("udp4", new InetRows(SocketKind.UDP));
        int row = udp.find(67269);
        assertThat(udp.local(row).text(udp.localPort(row))).isEqualTo("239.1.1.1:5000");
        assertThat(SocketState.datagramName(udp.state(row))).isEqualTo("UNCONNECTED");
    }

    @Test
    void unixSocketsHaveNamesThatMayHoldEscapeCodes() {
        SocketTable t = table("unix", new UnixRows());
        assertThat(t.size()).isEqualTo(5);
        int listener = t.find(0x106ca);
        assertThat(t.name(listener)).isEqualTo("@cul\u001b[31m");
        assertThat(t.state(listener)).isEqualTo(SocketState.LISTEN);
        assertThat(t.sendQueue(listener)).isEqualTo(2);
        assertThat(t.other(t.find(0x106c9))).isEqualTo(0x106c8);
        assertThat(t.type(listener)).isEqualTo(1);
    }

    @Test
    void packetAndNetlinkSocketsAreListedWithoutTheKernelsOwn() {
        SocketTable packet = table("packet", new PacketRows());
        assertThat(packet.size()).isOne();
        assertThat(packet.protocol(0)).isEqualTo(3);
        assertThat(packet.inode(0)).isPositive();
        SocketTable netlink = table("netlink", new NetlinkRows());
        for (int row = 0; row < netlink.size(); row++) {
            assertThat(netlink.other(row)).isPositive();
        }
    }

    @Test
    void aListThatTheKernelLacksIsARefusalAndNotAnEmptyList() {
        byte[] b = bytes("raw");
        DiagReply.State s = DiagReply.parse(b, b.length, SEQUENCE, new InetRows(SocketKind.RAW), new SocketTable());
        assertThat(s.standing()).isEqualTo(Standing.FAILED);
        assertThat(s.errno()).isEqualTo(2);
    }

    @Test
    void anInterruptedDumpSaysSo() {
        byte[] b = bytes("unix");
        b[6] |= 0x10;
        assertThat(DiagReply.parse(b, b.length, SEQUENCE, new UnixRows(), new SocketTable())
                        .interrupted())
                .isTrue();
    }

    @Test
    void anotherDumpsAnswersAreNotOurs() {
        byte[] b = bytes("unix");
        SocketTable t = new SocketTable();
        assertThat(DiagReply.parse(b, b.length, 8, new UnixRows(), t).standing())
                .isEqualTo(Standing.MORE);
        assertThat(t.size()).isZero();
    }

    @Test
    void aReplyCutOffAnywhereYieldsWholeSocketsOrNone() {
        byte[] b = bytes("tcp4");
        for (int length = 0; length < b.length; length++) {
            SocketTable t = new SocketTable();
            DiagReply.State s =
                    DiagReply.parse(Arrays.copyOf(b, length), length, SEQUENCE, new InetRows(SocketKind.TCP), t);
            assertThat(s.standing()).isIn(Standing.MORE, Standing.MALFORMED);
            assertThat(t.size()).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void noiseIsNeverMoreThanMalformed() {
        Random random = new Random(1);
        for (String name : new String[] {"tcp4", "unix", "packet", "netlink"}) {
            for (int i = 0; i < 200; i++) {
                byte[] b = bytes(name);
                for (int k = 0; k < 20; k++) {
                    b[random.nextInt(b.length)] = (byte) random.nextInt();
                }
                for (DiagReply.Rows rows : new DiagReply.Rows[] {
                    new InetRows(SocketKind.TCP), new UnixRows(), new PacketRows(), new NetlinkRows()
                }) {
                    SocketTable t = new SocketTable();
                    assertThat(DiagReply.parse(b, b.length, SEQUENCE, rows, t)).isNotNull();
                    for (int row = 0; row < t.size(); row++) {
                        assertThat(SocketState.name(t.state(row))).isNotEmpty();
                    }
                }
            }
        }
    }

    @Test
    void aFullTableCountsOnAndKeepsNoMore() {
        SocketTable t = new SocketTable(3);
        byte[] b = bytes("tcp4");
        DiagReply.parse(b, b.length, SEQUENCE, new InetRows(SocketKind.TCP), t);
        assertThat(t.size()).isEqualTo(3);
        assertThat(t.uncounted()).isEqualTo(5);
        assertThat(t.count(SocketKind.TCP, SocketState.TIME_WAIT)).isEqualTo(2);
    }

    @Test
    void whatWasAddedCanBeTakenBack() {
        SocketTable t = table("tcp4", new InetRows(SocketKind.TCP));
        SocketTable.Mark mark = t.mark();
        byte[] b = bytes("unix");
        DiagReply.parse(b, b.length, SEQUENCE, new UnixRows(), t);
        assertThat(t.find(0x106ca)).isPositive();
        t.backTo(mark);
        assertThat(t.size()).isEqualTo(8);
        assertThat(t.count(SocketKind.UNIX, SocketState.LISTEN)).isZero();
        assertThat(t.find(0x106ca)).isNegative();
        b = bytes("packet");
        DiagReply.parse(b, b.length, SEQUENCE, new PacketRows(), t);
        assertThat(t.name(8)).isEmpty();
        assertThat(t.type(8)).isEqualTo(3);
        assertThat(t.find(67266)).isNotNegative();
    }

    @Test
    void tablesOfTwoNamespacesBecomeOne() {
        SocketTable all = new SocketTable();
        all.addAll(table("tcp4", new InetRows(SocketKind.TCP)), 0);
        all.addAll(table("unix", new UnixRows()), 5);
        assertThat(all.size()).isEqualTo(13);
        int listener = all.find(0x106ca);
        assertThat(all.namespace(listener)).isEqualTo(5);
        assertThat(all.name(listener)).startsWith("@cul");
        assertThat(all.namespace(all.find(67266))).isZero();
        assertThat(all.find(1)).isNegative();
    }

    private static SocketTable table(String name, DiagReply.Rows rows) {
        byte[] b = bytes(name);
        SocketTable t = new SocketTable();
        assertThat(DiagReply.parse(b, b.length, SEQUENCE, rows, t).standing()).isEqualTo(Standing.DONE);
        return t;
    }

    private static byte[] bytes(String name) {
        try (InputStream in =
                Objects.requireNonNull(DiagReplyTest.class.getResourceAsStream("/sockdiag/" + name + ".bin"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
