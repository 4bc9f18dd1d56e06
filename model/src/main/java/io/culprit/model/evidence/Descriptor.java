package io.culprit.model.evidence;

import io.culprit.model.ProcessId;
import java.util.List;
import java.util.Optional;

/**
 * Step 4: what one file descriptor of a suspect is.
 *
 * @param target the link as the kernel prints it: a path, {@code socket:[123]}, {@code anon_inode:[eventpoll]}
 * @param inode of a socket or pipe, or of the file
 * @param flags open flags in words, such as {@code O_RDWR|O_NONBLOCK}
 * @param watches what an epoll watches: fd and event mask each
 * @param note what else fdinfo tells: eventfd counter, timerfd setting, inotify watches; may be empty
 * @param holders other processes that hold the same object
 * @param holderProof how that was established: socket or pipe inode, kcmp, or file identity
 * @param socket when it is a socket that a table or the kernel could describe
 */
public record Descriptor(
        int fd,
        DescriptorKind kind,
        String target,
        Optional<Long> inode,
        String flags,
        boolean nonBlocking,
        List<Watch> watches,
        String note,
        List<Holder> holders,
        String holderProof,
        Optional<SocketInfo> socket) {

    public Descriptor {
        watches = List.copyOf(watches);
        holders = List.copyOf(holders);
    }

    /** @param events epoll mask in words, such as {@code EPOLLIN|EPOLLET} */
    public record Watch(int fd, String events, String target) {}

    /** @param program what groups it with others of its kind; its name where that could not be read */
    public record Holder(ProcessId process, String name, String program, int fd) {}
}
