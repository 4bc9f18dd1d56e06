package io.culprit.diagnose.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.probe.Holdings.SocketFd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldersTest {
    private static final long LAST_INODE = 0xffffffffL;

    @Test
    void aProcessWithTwoDescriptorsForASocketHoldsItOnce() {
        Holders h = holders(
                new SocketFd(7, 3, 100), new SocketFd(7, 4, 100), new SocketFd(9, 3, 100), new SocketFd(8, 3, 101));
        assertThat(pids(h, 100)).containsExactly(7, 9);
        assertThat(pids(h, 101)).containsExactly(8);
        assertThat(pids(h, 102)).isEmpty();
        assertThat(h.holds(99)).isFalse();
    }

    @Test
    void inodesUseAllThirtyTwoBits() {
        Holders h = holders(
                new SocketFd(1, 3, LAST_INODE), new SocketFd(4_194_304, 3, LAST_INODE), new SocketFd(2, 3, 1L << 31));
        assertThat(pids(h, LAST_INODE)).containsExactly(1, 4_194_304);
        assertThat(pids(h, 1L << 31)).containsExactly(2);
        assertThat(h.holds(LAST_INODE - 1)).isFalse();
    }

    @Test
    void nobodyHoldsAnythingWhereNothingWasSeen() {
        assertThat(holders().holds(0)).isFalse();
    }

    private static Holders holders(SocketFd... fds) {
        return new Holders(new Walk(List.of(fds), Optional.empty()));
    }

    private static List<Integer> pids(Holders h, long inode) {
        List<Integer> pids = new ArrayList<>();
        h.each(inode, pids::add);
        return pids;
    }
}
