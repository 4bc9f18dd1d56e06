package io.culprit.diagnose.probe.fd;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.SocketDirectory;
import io.culprit.kernel.fd.FdInfo;
import io.culprit.kernel.fd.FdLink;
import io.culprit.kernel.fd.FdTables;
import io.culprit.kernel.fd.FileStatus;
import io.culprit.kernel.fd.FlagWords;
import io.culprit.kernel.fd.RemoteMounts;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.SocketInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Step 4: what the hot descriptors of a suspect are, and who shares them. Used by one thread. */
public final class DescriptorResolver implements AutoCloseable {
    /** Of one process; the plan asks for fewer. */
    private static final int MAX_DESCRIPTORS = 64;
    /** A descriptor that is closed and opened again between two looks this often is left out. */
    private static final int ATTEMPTS = 3;

    private final Names names;
    private final SocketDirectory sockets;
    private final FdTables tables = new FdTables();
    private final Processes stats = new Processes();
    private final SharedWith sharedWith;

    public DescriptorResolver(Names names, Holdings holdings, SocketDirectory sockets) {
        this.names = names;
        this.sockets = sockets;
        this.sharedWith = new SharedWith(names, holdings, tables);
    }

    /** In the order asked for. Those that are closed by now are left out; when all are, that is the reason. */
    public Answer<List<Descriptor>> resolve(ProcessId process, List<Integer> fds) {
        Optional<String> gone = gone(process);
        if (gone.isPresent()) {
            return Answer.unavailable(gone.get());
        }
        Optional<RemoteMounts> remote = RemoteMounts.of(process.pid()).asOptional();
        List<Descriptor> descriptors = new ArrayList<>();
        for (int fd : new LinkedHashSet<>(fds).stream().limit(MAX_DESCRIPTORS).toList()) {
            switch (describe(process.pid(), fd, remote)) {
                case Read.Ok<Descriptor> ok -> descriptors.add(ok.value());
                case Read.Refused<Descriptor> refused -> {
                    if (refused.errno() != Errno.ENOENT) {
                        return Answer.unavailable(gone(process).orElse(Refusals.words(refused)));
                    }
                }
            }
        }
        gone = gone(process);
        if (gone.isPresent()) {
            return Answer.unavailable(gone.get());
        }
        return descriptors.isEmpty() && !fds.isEmpty()
                ? Answer.unavailable("fd "
                        + String.join(
                                ", ",
                                fds.stream()
                                        .limit(MAX_DESCRIPTORS)
                                        .map(String::valueOf)
                                        .toList())
                        + " of process " + process.pid() + " closed before it could be looked at")
                : Answer.known(descriptors);
    }

    /** Why the process cannot be asked any more; empty while it lives. */
    private Optional<String> gone(ProcessId process) {
        return switch (stats.stat(process.pid())) {
            case Read.Ok<PidStat> ok ->
                ok.value().startTicks() == process.startTicks()
                        ? Optional.empty()
                        : Optional.of("process " + process.pid() + " has ended, its pid now belongs to "
                                + ok.value().name());
            case Read.Refused<PidStat> refused ->
                refused.errno() == Errno.ENOENT || refused.errno() == Errno.ESRCH
                        ? Optional.of("process " + process.pid() + " has ended")
                        : Optional.of(Refusals.words(refused));
        };
    }

    /** {@code ENOENT} when it is closed, or never stays the same for long enough. */
    private Read<Descriptor> describe(int pid, int fd, Optional<RemoteMounts> remote) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Read<Descriptor> read = tables.link(pid, fd)
                    .map(l -> FdLink.of(l.copy()))
                    .flatMap(link -> FdInfo.of(pid, fd).flatMap(info -> whileItStays(pid, fd, link, info, remote)));
            if (read.errno() != Errno.EAGAIN) {
                return read;
            }
        }
        return Read.refused("readlink /proc/" + pid + "/fd/" + fd, Errno.ENOENT);
    }

    private Read<Descriptor> whileItStays(int pid, int fd, FdLink link, FdInfo info, Optional<RemoteMounts> remote) {
        Optional<FileStatus> status = DescriptorKinds.status(tables, pid, fd, link, remote);
        return tables.link(pid, fd)
                .flatMap(now -> now.same(link)
                        ? Read.ok(descriptor(pid, fd, link, status, info))
                        : Read.refused("readlink /proc/" + pid + "/fd/" + fd, Errno.EAGAIN));
    }

    private Descriptor descriptor(int pid, int fd, FdLink link, Optional<FileStatus> status, FdInfo info) {
        DescriptorKind kind = DescriptorKinds.of(link, status);
        boolean socket = kind == DescriptorKind.SOCKET;
        SharedWith.Found shared = socket ? sharedWith.socket(pid, link) : sharedWith.other(pid, fd, link, status);
        Optional<SocketInfo> details =
                socket ? sockets.find(pid, fd, link.inode().orElse(0)) : Optional.empty();
        List<String> notes = new ArrayList<>();
        notes.add(DescriptorNotes.of(kind, info, status, names));
        notes.add(shared.note());
        notes.removeIf(String::isEmpty);
        return new Descriptor(
                fd,
                kind,
                link.text(),
                inode(link, status, info),
                FlagWords.open(info.flags()),
                (info.flags() & FlagWords.NON_BLOCKING) != 0,
                kind == DescriptorKind.EPOLL ? EpollWatches.of(tables, pid, fd, info) : List.of(),
                String.join("; ", notes),
                shared.holders(),
                shared.proof(),
                details);
    }

    /** None of an anonymous one: they all have the same. */
    private static Optional<Long> inode(FdLink link, Optional<FileStatus> status, FdInfo info) {
        return switch (link.form()) {
            case SOCKET, PIPE -> Optional.of(link.inode().orElse(0));
            case PATH, MEMFD ->
                status.map(FileStatus::inode)
                        .or(() -> info.inode().isPresent()
                                ? Optional.of(info.inode().getAsLong())
                                : Optional.empty());
            case ANONYMOUS, OTHER -> Optional.empty();
        };
    }

    @Override
    public void close() {
        tables.close();
        stats.close();
    }
}
