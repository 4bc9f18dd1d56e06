package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.diagnose.probe.Holdings.SocketFd;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Which processes hold a socket: pairs of inode and pid in one sorted array, since it is asked for each of thousands of sockets. */
final class Holders {
    private static final int PID_BITS = 32;

    private final long[] pairs;

    Holders(Holdings holdings) {
        List<SocketFd> all = holdings.sockets();
        long[] sorted = new long[all.size()];
        for (int i = 0; i < sorted.length; i++) {
            SocketFd s = all.get(i);
            sorted[i] = s.inode() << PID_BITS | s.pid();
        }
        Arrays.sort(sorted);
        pairs = sorted;
    }

    /** Each process once, however many descriptors it has for the socket. */
    void each(long inode, IntConsumer pid) {
        int last = 0;
        for (int i = first(inode); i < pairs.length && pairs[i] >>> PID_BITS == inode; i++) {
            int next = (int) pairs[i];
            if (next != last) {
                pid.accept(next);
                last = next;
            }
        }
    }

    boolean holds(long inode) {
        int i = first(inode);
        return i < pairs.length && pairs[i] >>> PID_BITS == inode;
    }

    private int first(long inode) {
        int at = Arrays.binarySearch(pairs, inode << PID_BITS);
        return at < 0 ? -at - 1 : at;
    }
}
