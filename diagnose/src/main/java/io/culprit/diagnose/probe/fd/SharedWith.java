package io.culprit.diagnose.probe.fd;

import static java.util.stream.Collectors.joining;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.diagnose.probe.Holdings.HeldFd;
import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.fd.FdLink;
import io.culprit.kernel.fd.FdTables;
import io.culprit.kernel.fd.FileStatus;
import io.culprit.kernel.fd.Kcmp;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.model.evidence.Descriptor.Holder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who else holds the object behind a descriptor, each proved at this moment: sockets and pipes by their inode, which no other
 * object has; all else by kcmp(2), which compares open file descriptions.
 */
final class SharedWith {
    /** About 1 us each; a host has some thousand epolls and more files of one name than these on few days. */
    private static final int MAX_COMPARISONS = 20_000;

    private static final long MAX_NANOS = 200_000_000L;
    /** To name a process costs more than to find it; beyond these the count says enough. */
    private static final int MAX_HOLDERS = 1000;

    private static final int MAX_NAMED = 3;

    private final Names names;
    private final Holdings holdings;
    private final FdTables tables;

    /**
     * @param proof how the sharing was established, or why nobody is listed
     * @param note about others that are near to it: the same file opened separately, a duplicate in the process itself
     */
    record Found(List<Holder> holders, String proof, String note) {}

    SharedWith(Names names, Holdings holdings, FdTables tables) {
        this.names = names;
        this.holdings = holdings;
        this.tables = tables;
    }

    Found socket(int pid, FdLink link) {
        List<Holder> holders = new ArrayList<>();
        int all = 0;
        for (Holder h : holdings.holders(link.inode().orElse(0))) {
            int other = h.process().pid();
            if (other != pid && reads(other, h.fd(), link)) {
                all++;
                if (all <= MAX_HOLDERS) {
                    holders.add(h);
                }
            }
        }
        return new Found(holders, proof(holders, "the same socket inode", ""), unlisted(all));
    }

    /**
     * Of all but sockets.
     *
     * @param status of the file, where the link is a path and it could be looked at
     */
    Found other(int pid, int fd, FdLink link, Optional<FileStatus> status) {
        boolean pipe =
                link.form() == FdLink.Form.PIPE || status.map(FileStatus::fifo).orElse(false);
        List<HeldFd> candidates = new ArrayList<>(holdings.alike(link.copy()));
        // Forked workers keep the number, so it finds most at once.
        candidates.sort(Comparator.comparingInt(c -> c.fd() == fd ? 0 : 1));
        Comparisons seen = new Comparisons();
        long end = System.nanoTime() + MAX_NANOS;
        int compared = 0;
        for (HeldFd c : candidates) {
            if (c.pid() == pid ? c.fd() == fd : seen.sharing.containsKey(c.pid())) {
                continue;
            }
            if (compared++ == MAX_COMPARISONS || System.nanoTime() - end >= 0) {
                seen.cut = "only " + (compared - 1) + " of " + candidates.size() + " that look alike were compared";
                break;
            }
            if (pipe) {
                if (reads(c.pid(), c.fd(), link) && sameFile(c, status, link)) {
                    seen.same(pid, c);
                }
            } else {
                compare(pid, fd, c, status, link, seen);
            }
        }
        return found(seen, pipe);
    }

    private void compare(int pid, int fd, HeldFd c, Optional<FileStatus> status, FdLink link, Comparisons seen) {
        switch (Kcmp.sameFile(pid, fd, c.pid(), c.fd())) {
            case Read.Ok<Boolean> ok -> {
                if (ok.value()) {
                    seen.same(pid, c);
                } else if (status.map(FileStatus::regular).orElse(false) && sameFile(c, status, link)) {
                    seen.opened(pid, c);
                }
            }
            case Read.Refused<Boolean> refused -> {
                // Closed, or gone, since the walk: not a holder.
                if (refused.errno() != Errno.EBADF && refused.errno() != Errno.ESRCH) {
                    seen.refused(refused);
                }
            }
        }
    }

    private boolean sameFile(HeldFd c, Optional<FileStatus> status, FdLink link) {
        if (link.form() == FdLink.Form.PIPE) {
            return true;
        }
        return status.flatMap(s -> tables.status(c.pid(), c.fd()).asOptional().map(s::sameFile))
                .orElse(false);
    }

    private boolean reads(int pid, int fd, FdLink link) {
        return tables.link(pid, fd).map(now -> now.same(link)).asOptional().orElse(false);
    }

    private Found found(Comparisons seen, boolean pipe) {
        List<Holder> holders = new ArrayList<>();
        seen.sharing.forEach((pid, fd) -> {
            if (holders.size() < MAX_HOLDERS) {
                names.byPid(pid).ifPresent(n -> holders.add(new Holder(n.id(), n.name(), n.program(), fd)));
            }
        });
        String how = pipe ? "the same pipe inode" : "kcmp: the same open file description";
        List<String> notes = new ArrayList<>();
        if (seen.sharing.size() > MAX_HOLDERS) {
            notes.add(unlisted(seen.sharing.size()));
        }
        if (!seen.here.isEmpty()) {
            notes.add("also fd "
                    + seen.here.stream()
                            .sorted()
                            .limit(MAX_NAMED)
                            .map(String::valueOf)
                            .collect(joining(", "))
                    + (seen.here.size() > MAX_NAMED ? " and " + (seen.here.size() - MAX_NAMED) + " more" : "")
                    + " of this process");
        }
        seen.openedApart.removeAll(seen.sharing.keySet());
        if (!seen.openedApart.isEmpty()) {
            notes.add("the same file is open separately in " + seen.openedApart.size() + " other "
                    + (seen.openedApart.size() == 1 ? "process: " : "processes: ")
                    + seen.openedApart.stream()
                            .limit(MAX_NAMED)
                            .map(this::named)
                            .collect(joining(", "))
                    + (seen.openedApart.size() > MAX_NAMED ? ", ..." : ""));
        }
        if (seen.openedHere > 0) {
            notes.add("opened " + (seen.openedHere + 1) + " times by this process");
        }
        return new Found(holders, proof(holders, how, seen.limits()), String.join("; ", notes));
    }

    private static String unlisted(int holders) {
        return holders <= MAX_HOLDERS
                ? ""
                : "held by " + holders + " other processes, " + MAX_HOLDERS + " of them listed";
    }

    private String named(int pid) {
        return names.byPid(pid).map(n -> n.name() + " ").orElse("") + "(" + pid + ")";
    }

    /** Read after "by", where there are holders. */
    private String proof(List<Holder> holders, String how, String limits) {
        List<String> words = new ArrayList<>();
        words.add(holders.isEmpty() ? "no other process was found to hold it" : how);
        if (!limits.isEmpty()) {
            words.add(limits);
        }
        holdings.incomplete().ifPresent(words::add);
        return String.join("; ", words);
    }

    /** What the comparisons of one descriptor came to. */
    private static final class Comparisons {
        final SortedMap<Integer, Integer> sharing = new TreeMap<>();
        final SortedSet<Integer> openedApart = new TreeSet<>();
        final List<Integer> here = new ArrayList<>();
        int openedHere;
        int refusals;
        String why = "";
        String cut = "";

        void same(int pid, HeldFd c) {
            if (c.pid() == pid) {
                here.add(c.fd());
            } else {
                sharing.put(c.pid(), c.fd());
            }
        }

        void opened(int pid, HeldFd c) {
            if (c.pid() == pid) {
                openedHere++;
            } else {
                openedApart.add(c.pid());
            }
        }

        void refused(Read.Refused<Boolean> refused) {
            refusals++;
            why = Refusals.words(refused);
        }

        String limits() {
            String refusal = refusals == 0 ? "" : refusals + " could not be compared (" + why + ")";
            return cut.isEmpty() || refusal.isEmpty() ? cut + refusal : cut + "; " + refusal;
        }
    }
}
