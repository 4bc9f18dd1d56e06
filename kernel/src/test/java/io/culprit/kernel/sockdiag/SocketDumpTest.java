package io.culprit.kernel.sockdiag;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** On the live machine. */
class SocketDumpTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    @Test
    void ourOwnConnectionIsListedFromBothEnds() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 7, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            SocketTable t = SocketDump.own().table();
            int ends = 0;
            for (int row = 0; row < t.size(); row++) {
                if (t.kind(row) != SocketKind.TCP || t.state(row) != SocketState.ESTABLISHED) {
                    continue;
                }
                if (t.localPort(row) == client.getLocalPort() && t.peerPort(row) == server.getLocalPort()) {
                    ends++;
                }
                if (t.localPort(row) == accepted.getLocalPort() && t.peerPort(row) == client.getLocalPort()) {
                    ends++;
                }
            }
            assertThat(ends).isEqualTo(2);
        }
    }

    @Test
    void enteringOurOwnNamespaceShowsTheSameOrIsRefusedAndReadFromFiles() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 7, InetAddress.getLoopbackAddress())) {
            SocketDump dump = SocketDump.of(SELF).asOptional().orElseThrow();
            boolean listed = false;
            for (int row = 0; row < dump.table().size(); row++) {
                listed |= dump.table().localPort(row) == server.getLocalPort()
                        && dump.table().state(row) == SocketState.LISTEN;
            }
            assertThat(listed).isTrue();
            assertThat(dump.netlink() || dump.gaps().toString().contains("/proc/" + SELF + "/net"))
                    .isTrue();
        }
    }

    @Test
    void aProcessThatIsGoneIsARefusal() {
        assertThat(SocketDump.of(0)).isInstanceOf(Read.Refused.class);
        assertThat(NetNamespace.of(0).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void theNameOfADescriptorThatIsNoSocketIsRefused() {
        assertThat(SocketName.of(SELF, 9999, 1).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void protocolsAreThoseThatTheKernelHasLoaded() {
        assertThat(SocketDump.protocols(
                        "protocol  size sockets\nMPTCP 1936 0 268 no\nTCP       2304      4     268 no\n"))
                .containsExactlyInAnyOrder("MPTCP", "TCP");
    }
}
