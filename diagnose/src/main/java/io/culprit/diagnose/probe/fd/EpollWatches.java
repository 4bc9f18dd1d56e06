package io.culprit.diagnose.probe.fd;

import io.culprit.kernel.fd.FdInfo;
import io.culprit.kernel.fd.FdInfo.EpollWatch;
import io.culprit.kernel.fd.FdLink;
import io.culprit.kernel.fd.FdTables;
import io.culprit.kernel.fd.FlagWords;
import io.culprit.kernel.fd.Kcmp;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.model.evidence.Descriptor.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What an epoll watches. It holds files, not descriptors: the number under which a file was added may be closed by now, while
 * somebody else keeps the file open and its events still wake the epoll.
 */
final class EpollWatches {
    private EpollWatches() {}

    static List<Watch> of(FdTables tables, int pid, int epoll, FdInfo info) {
        Map<Integer, Integer> seen = new HashMap<>();
        List<Watch> watches = new ArrayList<>();
        for (EpollWatch w : info.watches()) {
            int nth = seen.merge(w.fd(), 1, Integer::sum) - 1;
            watches.add(new Watch(w.fd(), FlagWords.epoll(w.events()), target(tables, pid, epoll, w, nth)));
        }
        return watches;
    }

    private static String target(FdTables tables, int pid, int epoll, EpollWatch w, int nth) {
        String file = w.inode().isPresent() ? "inode " + w.inode().getAsLong() : "a file";
        Read<FdLink> link = tables.link(pid, w.fd());
        return switch (link) {
            case Read.Refused<FdLink> refused ->
                refused.errno() == Errno.ENOENT
                        ? file + ", still watched though fd " + w.fd() + " is closed here"
                        : file + " (" + refused.why() + ")";
            case Read.Ok<FdLink> ok -> {
                String now = ok.value().text();
                yield same(pid, epoll, w, nth) ? now : file + ", still watched though fd " + w.fd() + " is now " + now;
            }
        };
    }

    /** Where kcmp is refused, the inode must do; where that is not known, the number. */
    private static boolean same(int pid, int epoll, EpollWatch w, int nth) {
        return switch (Kcmp.watches(pid, epoll, w.fd(), nth)) {
            case Read.Ok<Boolean> ok -> ok.value();
            case Read.Refused<Boolean> refused -> {
                OptionalLong now =
                        FdInfo.of(pid, w.fd()).asOptional().map(FdInfo::inode).orElse(OptionalLong.empty());
                yield now.isEmpty()
                        || w.inode().isEmpty()
                        || now.getAsLong() == w.inode().getAsLong();
            }
        };
    }
}
