package io.culprit.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text captured on Linux 6.18, x86_64, unless said. */
class NetFilesTest {
    private static final String SNMP = """
            Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens
            Tcp: 1 200 120000 -1 4428
            Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors
            Udp: 29 0 3 30 18446744073709551615
            """;

    @Test
    void namesAndFiguresOfSnmpAreJoined() {
        NetCounters c = NetCounters.pairs(SNMP);
        assertThat(c.get("Tcp", "MaxConn")).hasValue(-1);
        assertThat(c.get("Udp", "InErrors")).hasValue(3);
        assertThat(c.get("Udp", "Missing")).isEmpty();
    }

    @Test
    void aHeaderWithoutFiguresAndFiguresWithoutAHeaderAreNothing() {
        assertThat(NetCounters.pairs("Tcp: A B\nUdp: 1 2\n\nX: 1\n").values()).isEmpty();
        assertThat(NetCounters.pairs("Tcp: A B\nTcp: 1\n").values()).isEqualTo(Map.of("Tcp.A", 1L));
        assertThat(NetCounters.pairs("").values()).isEmpty();
    }

    @Test
    void aCounterThatWasResetDidNotFall() {
        NetCounters before = NetCounters.pairs(SNMP);
        NetCounters after = NetCounters.pairs("Udp: InErrors\nUdp: 1\n");
        assertThat(after.since(before, "Udp", "InErrors")).isZero();
        assertThat(before.since(after, "Udp", "InErrors")).isEqualTo(2);
    }

    @Test
    void sockstatAndSnmp6AreRead() {
        NetCounters c = NetCounters.sockstat(
                "sockets: used 19\nTCP: inuse 4 orphan 0 tw 4403 alloc 4 mem 268\nFRAG: inuse 0 memory\n");
        assertThat(c.get("TCP", "mem")).hasValue(268);
        assertThat(c.get("sockets", "used")).hasValue(19);
        assertThat(c.get("FRAG", "memory")).isEmpty();
        assertThat(NetCounters.snmp6("Ip6InReceives                   \t12\nUdp6InErrors \t4\n")
                        .get("", "Udp6InErrors"))
                .hasValue(4);
    }

    @Test
    void softnetTellsItsCpuOrIsInOrder() {
        List<SoftnetStat> now = SoftnetStat.parse("""
                00004476 00000001 00000002 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
                000057e4 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000003 00000000 00000000
                """);
        assertThat(now).containsExactly(new SoftnetStat(0, 0x4476, 1, 2), new SoftnetStat(3, 0x57e4, 0, 0));
        // Linux 3.10 has ten columns.
        assertThat(SoftnetStat.parse("0000000a 0 0 0 0 0 0 0 0 0\n0000000b 0 0 0 0 0 0 0 0 0\n")
                        .getLast())
                .isEqualTo(new SoftnetStat(1, 11, 0, 0));
        assertThat(SoftnetStat.parse("\nzz 0 0\n1\n")).isEmpty();
    }

    @Test
    void softnetCountersWrap() {
        assertThat(new SoftnetStat(0, 5, 0, 0).since(new SoftnetStat(0, 0xffffffffL, 0, 0)))
                .isEqualTo(new SoftnetStat(0, 6, 0, 0));
    }

    @Test
    void softirqsAreByCpuEvenWhereOneIsOffline() {
        Softirqs s = Softirqs.parse("""
                                    CPU0       CPU2
                          HI:          0          0
                      NET_RX:      12338      13748
                     strange:          x          1
                """);
        assertThat(s.cpus()).containsExactly(0, 2);
        assertThat(s.counts().get("NET_RX")).containsExactly(12338, 13748);
        assertThat(s.counts()).doesNotContainKey("strange");
    }

    @Test
    void interfacesAreReadThoughOldKernelsLeaveNoBlank() {
        Map<String, NetDev> devices = NetDev.parse("""
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                  eth0:72589566    2258    1    2    0     0          0         7   241557    1836    3    4    0     0       0          0
                  lo: 1 2
                """);
        assertThat(devices).containsOnlyKeys("eth0");
        assertThat(devices.get("eth0")).isEqualTo(new NetDev(72589566, 2258, 1, 2, 7, 241557, 1836, 3, 4));
    }

    @Test
    void groupsArePrintedInTheMachinesOrder() {
        List<MulticastGroup> groups = MulticastGroup.parse4("""
                Idx	Device    : Count Querier	Group    Users Timer	Reporter
                1	lo        :     2      V3
                				010101EF     3 0:00000000		0
                				010000E0     1 0:00000000		0
                4	eth0      :     1      V3
                				010000E0     1 0:00000000		0
                """);
        assertThat(groups).hasSize(3);
        assertThat(groups.getFirst().group().text()).isEqualTo("239.1.1.1");
        assertThat(groups.getFirst().users()).isEqualTo(3);
        assertThat(groups.getFirst().automatic()).isFalse();
        assertThat(groups.get(1).automatic()).isTrue();
        assertThat(groups.getLast().deviceName()).isEqualTo("eth0");
    }

    @Test
    void groupsOfIpv6AreInTheOrderOfThePacket() {
        List<MulticastGroup> groups = MulticastGroup.parse6("""
                4    eth0            ff0200000000000000000001ff000002     1 00000004 0
                4    eth0            ff020000000000000000000000000001     1 0000000C 0
                4    eth0            ff0500000000000000000000000000fb     2 0000000C 0
                x
                """);
        assertThat(groups).extracting(g -> g.group().text()).containsExactly("ff02::1:ff00:2", "ff02::1", "ff05::fb");
        assertThat(groups).extracting(MulticastGroup::automatic).containsExactly(true, true, false);
    }

    @Test
    void aSysctlThatIsNotANumberIsARefusal() {
        assertThat(Sysctl.parse("x", "88\t120\t176").asOptional().orElseThrow()).containsExactly(88, 120, 176);
        assertThat(Sysctl.parse("x", "cubic")).isInstanceOf(Read.Refused.class);
        assertThat(Sysctl.parse("x", "")).isInstanceOf(Read.Refused.class);
    }

    @Test
    void theLiveMachineHasThemAll() {
        assertThat(NetCounters.pairs(live("net/snmp")).get("Udp", "InErrors")).isPresent();
        assertThat(NetCounters.pairs(live("net/netstat")).get("TcpExt", "ListenDrops"))
                .isPresent();
        assertThat(NetCounters.sockstat(live("net/sockstat")).get("TCP", "orphan"))
                .isPresent();
        assertThat(SoftnetStat.parse(live("net/softnet_stat")))
                .hasSize(Runtime.getRuntime().availableProcessors());
        assertThat(Softirqs.parse(live("softirqs")).counts()).containsKey("NET_RX");
        assertThat(NetDev.parse(live("net/dev"))).containsKey("lo");
        assertThat(Sysctl.read("net/ipv4/tcp_mem").asOptional().orElseThrow()).hasSize(3);
    }

    private static String live(String file) {
        return KernelFile.text("/proc/" + file).asOptional().orElseThrow();
    }
}
