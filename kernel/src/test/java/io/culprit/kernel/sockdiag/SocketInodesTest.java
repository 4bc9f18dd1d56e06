package io.culprit.kernel.sockdiag;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketInodesTest {
    @Test
    void agreesWithTheFullDump() throws Exception {
        try (SocketInodes inodes = new SocketInodes();
                ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            server.accept().close();
            SocketTable before = SocketDump.own().table();
            assertThat(inodes.read().asOptional()).contains(inodes.size());
            SocketTable after = SocketDump.own().table();
            int compared = 0;
            for (int row = 0; row < before.size(); row++) {
                long inode = before.inode(row);
                int later = inode == 0 ? -1 : after.find(inode);
                if (later < 0 || after.state(later) != before.state(row)) {
                    continue;
                }
                SocketKind kind = before.kind(row);
                if (kind == SocketKind.TCP) {
                    assertThat(inodes.tcpState(inode)).isEqualTo(before.state(row));
                    compared++;
                } else if (kind == SocketKind.UNIX) {
                    assertThat(inodes.unix(inode)).isTrue();
                    assertThat(inodes.tcpState(inode)).isZero();
                    compared++;
                }
            }
            assertThat(compared).isGreaterThanOrEqualTo(2);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void findsWhatWasPutInAndNothingElseHoweverMany() {
        Random random = new Random(1);
        try (SocketInodes inodes = new SocketInodes()) {
            for (int i = 0; i < 10_000; i++) {
                inodes.put(2L * (random.nextInt(1 << 24) + 1), SocketKind.TCP, SocketState.CLOSE_WAIT);
            }
            inodes.put(0xffff_fffeL, SocketKind.UNIX, SocketState.LISTEN);
            inodes.put(0, SocketKind.TCP, SocketState.LISTEN);
            random.setSeed(1);
            for (int i = 0; i < 10_000; i++) {
                long inode = 2L * (random.nextInt(1 << 24) + 1);
                assertThat(inodes.tcpState(inode)).isEqualTo(SocketState.CLOSE_WAIT);
                assertThat(inodes.listed(inode + 1)).isFalse();
            }
            assertThat(inodes.unix(0xffff_fffeL)).isTrue();
            assertThat(inodes.tcpState(0xffff_fffeL)).isZero();
            assertThat(inodes.listed(0)).isFalse();
        }
    }
}
