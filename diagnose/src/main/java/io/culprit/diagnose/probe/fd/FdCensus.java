package io.culprit.diagnose.probe.fd;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.fd.FdLink;
import io.culprit.kernel.fd.FdTables;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Descriptor.Holder;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.SortedMap;
import java.util.TreeMap;

/** One walk over the descriptors of all processes. Used by one thread; what it saw does not change afterwards. */
public final class FdCensus implements Holdings {
    /** The clock is looked at after this many descriptors of one process. */
    private static final int CLOCK_EVERY = 1024;

    private final Names names;
    private final String bootId;
    private final HeldTable sockets = new HeldTable();
    private final HeldTable others = new HeldTable();
    /** By pid, as they were then: to ask for their names later would cost much, and a pid may be reused. */
    private final Map<Integer, PidStat> seen = new HashMap<>();

    private final SortedMap<Integer, Integer> refusals = new TreeMap<>();
    private int processes;
    private int unreached;
    private String stoppedBy = "";

    /** @param descriptors seen at most; {@code time} taken at most */
    public record Bounds(int descriptors, Duration time) {
        /** A million is what one process may open by default (fs.nr_open); more than 3 s nobody waits for. */
        public static final Bounds USUAL = new Bounds(1_000_000, Duration.ofSeconds(3));
    }

    private FdCensus(Names names, String bootId) {
        this.names = names;
        this.bootId = bootId;
    }

    /** @param names tell the boot, and the programs of holders that are asked for */
    public static FdCensus take(Names names) {
        return take(names, Bounds.USUAL);
    }

    public static FdCensus take(Names names, Bounds bounds) {
        int self = (int) ProcessHandle.current().pid();
        FdCensus census =
                new FdCensus(names, names.byPid(self).map(n -> n.id().bootId()).orElse(""));
        try (FdTables tables = new FdTables();
                Processes stats = new Processes()) {
            census.walk(tables, stats, bounds);
        }
        return census;
    }

    private void walk(FdTables tables, Processes stats, Bounds bounds) {
        long end = System.nanoTime() + bounds.time().toNanos();
        int[] pids = Processes.pids();
        for (int i = 0; i < pids.length; i++) {
            if (System.nanoTime() - end >= 0) {
                stoppedBy = "its time of " + bounds.time().toMillis() + " ms was over";
            }
            if (!stoppedBy.isEmpty()) {
                unreached = pids.length - i;
                return;
            }
            int pid = pids[i];
            Read<PidStat> stat = stats.stat(pid);
            if (!(stat instanceof Read.Ok<PidStat> ok) || ok.value().kernelThread()) {
                continue;
            }
            seen.put(pid, ok.value());
            switch (tables.walk(pid, (fd, link) -> take(pid, fd, link, bounds, end))) {
                case Read.Ok<FdTables.Walk> walked -> processes++;
                case Read.Refused<FdTables.Walk> refused -> {
                    if (refused.errno() != Errno.ENOENT && refused.errno() != Errno.ESRCH) {
                        refusals.merge(refused.errno(), 1, Integer::sum);
                    }
                }
            }
        }
    }

    private boolean take(int pid, int fd, FdLink link, Bounds bounds, long end) {
        if (descriptors() >= bounds.descriptors()) {
            stoppedBy = "it had seen " + bounds.descriptors() + " descriptors";
            return false;
        }
        if (descriptors() % CLOCK_EVERY == 0 && System.nanoTime() - end >= 0) {
            stoppedBy = "its time of " + bounds.time().toMillis() + " ms was over";
            return false;
        }
        if (link.form() == FdLink.Form.SOCKET) {
            sockets.add(pid, fd, link.inode().orElse(0));
        } else {
            others.add(pid, fd, link.hash());
        }
        return true;
    }

    /** Descriptors seen, of {@link #processes}. */
    public int descriptors() {
        return sockets.size() + others.size();
    }

    /** Processes whose descriptors were seen; kernel threads have none and do not count. */
    public int processes() {
        return processes;
    }

    @Override
    public List<SocketFd> sockets() {
        return new SocketView(sockets);
    }

    /** As they were when it was taken; of each process the lowest descriptor. */
    @Override
    public List<Holder> holders(long socketInode) {
        List<Holder> holders = new ArrayList<>();
        int[] last = {-1};
        sockets.forEach(socketInode, (pid, fd) -> {
            if (pid != last[0]) {
                last[0] = pid;
                PidStat stat = seen.get(pid);
                if (stat != null) {
                    ProcessId id = new ProcessId(bootId, pid, stat.startTicks());
                    // The pid may be another's by now: then its name of that time must do.
                    String program = names.byPid(pid)
                            .filter(n -> n.id().equals(id))
                            .map(Names.Named::program)
                            .orElse(stat.name());
                    holders.add(new Holder(id, stat.name(), program, fd));
                }
            }
        });
        return holders;
    }

    @Override
    public List<HeldFd> alike(byte[] link) {
        List<HeldFd> alike = new ArrayList<>();
        others.forEach(FdLink.hash(link), (pid, fd) -> alike.add(new HeldFd(pid, fd)));
        return alike;
    }

    @Override
    public Optional<String> incomplete() {
        List<String> words = new ArrayList<>();
        refusals.forEach((errno, count) -> words.add("descriptors of " + count
                + (count == 1 ? " other process: " : " other processes: ")
                + Refusals.words(errno)));
        if (!stoppedBy.isEmpty()) {
            words.add("the walk over all descriptors ended when " + stoppedBy
                    + (unreached == 0 ? "" : ", with " + unreached + " processes still to see"));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }

    private static final class SocketView extends AbstractList<SocketFd> implements RandomAccess {
        private final HeldTable table;

        SocketView(HeldTable table) {
            this.table = table;
        }

        @Override
        public SocketFd get(int at) {
            Objects.checkIndex(at, table.size());
            return new SocketFd(table.pid(at), table.fd(at), table.key(at));
        }

        @Override
        public int size() {
            return table.size();
        }
    }
}
