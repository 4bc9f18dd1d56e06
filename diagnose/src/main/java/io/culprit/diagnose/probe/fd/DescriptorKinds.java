package io.culprit.diagnose.probe.fd;

import io.culprit.kernel.fd.FdLink;
import io.culprit.kernel.fd.FdTables;
import io.culprit.kernel.fd.FileStatus;
import io.culprit.kernel.fd.RemoteMounts;
import io.culprit.kernel.sys.Read;
import io.culprit.model.evidence.DescriptorKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** From what a link says, and what the file is where it names one, to the kind of a descriptor. */
final class DescriptorKinds {
    private DescriptorKinds() {}

    /**
     * @param kinds how many of those looked at are of each kind
     * @param sampled not all were looked at
     */
    record Sample(Map<DescriptorKind, Integer> kinds, boolean sampled) {}

    /** @param status of the file, for a {@link FdLink.Form#PATH} that could be looked at */
    static DescriptorKind of(FdLink link, Optional<FileStatus> status) {
        return switch (link.form()) {
            case SOCKET -> DescriptorKind.SOCKET;
            case PIPE -> DescriptorKind.PIPE;
            case MEMFD -> DescriptorKind.MEMFD;
            case ANONYMOUS -> anonymous(link.anonymousName().orElse(""));
            case OTHER -> DescriptorKind.OTHER;
            case PATH ->
                status.map(DescriptorKinds::file)
                        .orElse(link.saysDeleted() ? DescriptorKind.DELETED_FILE : DescriptorKind.FILE);
        };
    }

    private static DescriptorKind file(FileStatus s) {
        if (s.directory()) {
            return DescriptorKind.DIRECTORY;
        }
        if (s.deviceNode()) {
            return DescriptorKind.DEVICE;
        }
        if (s.fifo()) {
            return DescriptorKind.PIPE;
        }
        if (!s.regular()) {
            return DescriptorKind.OTHER;
        }
        // A file may be called "x (deleted)"; only one without any name was deleted.
        return s.links() == 0 ? DescriptorKind.DELETED_FILE : DescriptorKind.FILE;
    }

    private static DescriptorKind anonymous(String name) {
        return switch (name) {
            case "eventpoll" -> DescriptorKind.EPOLL;
            case "eventfd" -> DescriptorKind.EVENTFD;
            case "timerfd" -> DescriptorKind.TIMERFD;
            case "signalfd" -> DescriptorKind.SIGNALFD;
            case "inotify" -> DescriptorKind.INOTIFY;
            case "fanotify" -> DescriptorKind.FANOTIFY;
            case "pidfd" -> DescriptorKind.PIDFD;
            case "perf_event" -> DescriptorKind.PERF_EVENT;
            case "io_uring" -> DescriptorKind.IO_URING;
            default -> name.startsWith("bpf") || name.equals("btf") ? DescriptorKind.BPF : DescriptorKind.OTHER;
        };
    }

    /** Looks at {@code max} descriptors of {@code open}, evenly spread. */
    static Read<Sample> sample(FdTables tables, int pid, long open, int max) {
        int stride = (int) Math.max(1, Math.ceilDiv(open, max));
        Optional<RemoteMounts> remote = RemoteMounts.of(pid).asOptional();
        Map<DescriptorKind, Integer> kinds = new EnumMap<>(DescriptorKind.class);
        int[] seen = new int[1];
        return tables.walk(pid, stride, (fd, link) -> {
                    kinds.merge(of(link, status(tables, pid, fd, link, remote)), 1, Integer::sum);
                    return ++seen[0] < max;
                })
                .map(walk -> new Sample(Collections.unmodifiableMap(kinds), stride > 1 || !walk.complete()));
    }

    /** Empty where the text tells enough, where it may take for ever, and where the descriptor is closed by now. */
    static Optional<FileStatus> status(FdTables tables, int pid, int fd, FdLink link, Optional<RemoteMounts> remote) {
        boolean look = link.form() == FdLink.Form.PATH
                && remote.map(r -> !r.hold(link)).orElse(false);
        return look ? tables.status(pid, fd).asOptional() : Optional.empty();
    }
}
