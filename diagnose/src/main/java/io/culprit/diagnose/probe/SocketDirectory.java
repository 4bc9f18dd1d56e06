package io.culprit.diagnose.probe;

import io.culprit.model.evidence.SocketInfo;
import java.util.Optional;

/** What a socket is, by its inode, in the tables of the network namespace that a process lives in. */
public interface SocketDirectory {

    /** @param fd a descriptor of the process for the socket, by which one that no table knows can be asked itself */
    Optional<SocketInfo> find(int pid, int fd, long inode);
}
