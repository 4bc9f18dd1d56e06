package io.culprit.kernel.tasks;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.kernel.sockdiag.SocketInodes;
import io.culprit.kernel.sockdiag.SocketState;
import io.culprit.kernel.sys.Read;
import java.nio.charset.StandardCharsets;

/**
 * What kind the sockets are that a walk has found, by one reading of the kernel's lists after all links: a socket that was made
 * in between would else be in no list, and pass for one that is in no connection.
 */
final class SocketKinds implements AutoCloseable {
    /** Sockets of the lists that each reading may spend: ten thousand cost about 4 ms, so more are read more seldom. */
    static final int LISTED_A_READING = 5000;

    /** {@code BOUND_INACTIVE}: bound, in no connection; since Linux 6.8. */
    private static final int BOUND = 13;

    private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);

    private final ProcDirectory directory;
    private final ProtocolNames names;
    private final SocketInodes lists = new SocketInodes();
    private final Cursor cursor = new Cursor();
    private final KnownTask[] owners;
    private final int[] descriptors;
    private final long[] inodes;
    private int count;
    private long credit;

    SocketKinds(ProcDirectory directory, String root, int max) {
        this.directory = directory;
        names = new ProtocolNames(root);
        owners = new KnownTask[max];
        descriptors = new int[max];
        inodes = new long[max];
    }

    /** Whether the lists may be read again by now. To be asked once a reading. */
    boolean affordable() {
        credit = Math.min(credit + LISTED_A_READING, Math.max(LISTED_A_READING, lists.size()));
        return credit >= lists.size();
    }

    void add(KnownTask owner, int descriptor, long inode) {
        owners[count] = owner;
        descriptors[count] = descriptor;
        inodes[count++] = inode;
    }

    /** Adds what was added to the tallies of its owners. */
    void tell() {
        if (count == 0) {
            return;
        }
        boolean listed = lists.read() instanceof Read.Ok<Integer>;
        credit -= lists.size();
        for (int i = 0; i < count; i++) {
            SocketTally tally = owners[i].tally;
            if (listed) {
                tell(tally, owners[i].pid, descriptors[i], inodes[i]);
            } else {
                tally.kindsKnown = false;
            }
        }
        count = 0;
    }

    private void tell(SocketTally tally, int pid, int descriptor, long inode) {
        if (!lists.listed(inode)) {
            unlisted(tally, pid, descriptor, inode);
            return;
        }
        int state = lists.tcpState(inode);
        if (state == SocketState.CLOSE_WAIT) {
            tally.closeWait++;
        } else if (state == SocketState.CLOSE || state == BOUND) {
            tally.closed++;
        } else if (lists.unix(inode)) {
            tally.unix++;
        }
    }

    private void unlisted(SocketTally tally, int pid, int descriptor, long inode) {
        ProtocolNames.Answer answer = names.ask(pid, descriptor);
        if (answer == ProtocolNames.Answer.NONE) {
            tally.closedKnown = false;
        } else if (answer == ProtocolNames.Answer.TCP && still(pid, descriptor, inode)) {
            tally.closed++;
        }
    }

    /** Descriptors are used again at once: only if it is still that socket was it that socket that answered. */
    private boolean still(int pid, int descriptor, long inode) {
        int n = names.link(directory, pid, descriptor);
        return n > 0 && cursor.over(directory.bytes, n).skip(SOCKET) && cursor.number() == inode;
    }

    @Override
    public void close() {
        lists.close();
    }
}
