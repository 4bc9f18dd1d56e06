package io.culprit.kernel.sockdiag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines captured on Linux 6.18, x86_64. */
class ProcNetSocketsTest {
    @Test
    void tcpIsReadInBothFamilies() {
        SocketTable t = parse(SocketKind.TCP, """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:07E8 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 1145 1 00000000651afbea 100 0 0 10 0
                   0: 00000000000000000000000001000000:EB19 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 75456 1 00000000b9087193 100 0 0 10 0
                """);
        assertThat(t.size()).isEqualTo(2);
        int four = t.find(1145);
        assertThat(t.local(four).text(t.localPort(four))).isEqualTo("127.0.0.1:2024");
        assertThat(t.state(four)).isEqualTo(SocketState.LISTEN);
        assertThat(t.receiveQueue(four)).isEqualTo(3);
        assertThat(t.uid(four)).isEqualTo(1000);
        assertThat(t.hasMemory(four)).isFalse();
        int six = t.find(75456);
        assertThat(t.local(six).text(t.localPort(six))).isEqualTo("[::1]:60185");
    }

    @Test
    void datagramsHaveDrops() {
        SocketTable t = parse(SocketKind.UDP, """
                   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
                 6053: 010101EF:1388 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 75453 2 00000000145498c3 4294967295
                """);
        assertThat(t.local(0).text()).isEqualTo("239.1.1.1");
        assertThat(t.drops(0)).isEqualTo(4_294_967_295L);
    }

    @Test
    void aUnixNameWithALineEndLosesItsTailAndNoMore() {
        SocketTable t = parse(SocketKind.UNIX, """
                Num       RefCount Protocol Flags    Type St Inode Path
                0000000021c018fd: 00000003 00000000 00010000 0001 01 75457 @a b
                c
                000000004182d2fa: 00000003 00000000 00000000 0001 03 75458
                """);
        assertThat(t.size()).isEqualTo(2);
        assertThat(t.name(t.find(75457))).isEqualTo("@a b");
        assertThat(t.state(t.find(75457))).isEqualTo(SocketState.LISTEN);
        assertThat(t.state(t.find(75458))).isEqualTo(SocketState.ESTABLISHED);
    }

    @Test
    void packetAndNetlinkSocketsAreRead() {
        assertThat(parse(SocketKind.PACKET, """
                sk               RefCnt Type Proto  Iface R Rmem   User   Inode
                00000000f62bfd61 3      3    0003   0     1 0      0      75455
                """).find(75455)).isZero();
        SocketTable t = parse(SocketKind.NETLINK, """
                sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
                00000000decd9d98 0   0          00000000 0        0        0     2        0        4
                00000000a71a43eb 15  4294963200 00000001 0        0        0     2        7        479
                """);
        assertThat(t.size()).isOne();
        assertThat(t.drops(t.find(479))).isEqualTo(7);
    }

    @Test
    void nonsenseIsPassedOver() {
        String nonsense =
                "h\n\n: : :\n 0: 0100007F 00 0A\n 1: zz00007F:0000 00000000:0000 0A 0:0 0 0 0 0 1\n\u001b[2J\n";
        for (SocketKind kind : SocketKind.values()) {
            assertThat(parse(kind, nonsense).size()).isZero();
        }
    }

    @Test
    void addressesAreWrittenAsPeopleWriteThem() {
        assertThat(new Address(true, 0xfe800000, 0, 0, 1).text()).isEqualTo("fe80::1");
        assertThat(new Address(true, 0, 0, 0, 0).text(53)).isEqualTo("[::]:53");
        assertThat(new Address(true, 0x20010db8, 0, 1, 0x00020003).text()).isEqualTo("2001:db8::1:2:3");
        assertThat(new Address(true, 0, 0, 0xffff, 0x7f000001).text(80)).isEqualTo("127.0.0.1:80");
        assertThat(new Address(true, 0, 0, 0xffff, 0x7f000001).loopback()).isTrue();
        assertThat(new Address(true, 0xff020000, 0, 0, 0xfb).multicast()).isTrue();
        assertThat(Address.v4(0xefffffff).multicast()).isTrue();
        assertThat(Address.v4(0xdfffffff).multicast()).isFalse();
    }

    private static SocketTable parse(SocketKind kind, String text) {
        SocketTable t = new SocketTable();
        ProcNetSockets.parse(kind, text, t);
        return t;
    }
}
