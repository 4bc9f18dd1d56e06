package io.culprit.diagnose.probe;

import io.culprit.model.evidence.Descriptor.Holder;
import java.util.List;
import java.util.Optional;

/** Which process holds which socket, by one walk over the descriptors of all processes at one moment. */
public interface Holdings {

    /** One descriptor that is a socket. */
    record SocketFd(int pid, int fd, long inode) {}

    /** All of them, of all processes that could be read, in ascending order of pid and descriptor. */
    List<SocketFd> sockets();

    /** Who holds the socket, in ascending order of pid; empty when nobody that could be read does. */
    List<Holder> holders(long socketInode);

    /** One descriptor of any kind. */
    record HeldFd(int pid, int fd) {}

    /**
     * Descriptors other than sockets whose link read as these bytes, in ascending order of pid and descriptor. They may be one
     * object, several of one name, or another link with the same hash: the asker proves it.
     */
    default List<HeldFd> alike(byte[] link) {
        return List.of();
    }

    /** What the walk could not see, in words; empty when it saw all. */
    Optional<String> incomplete();
}
