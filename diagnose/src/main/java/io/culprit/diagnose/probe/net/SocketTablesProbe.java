package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Holdings;
import io.culprit.diagnose.probe.Holdings.SocketFd;
import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.SocketDirectory;
import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.net.NetFiles;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketName;
import io.culprit.kernel.sockdiag.SocketState;
import io.culprit.kernel.sockdiag.SocketTable;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.UnidentifiedSockets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Steps 5, 9 and 10: the sockets of the host's network namespace and of the suspects', at the ends of the window, joined with
 * the processes that hold them. Used by one thread.
 */
public final class SocketTablesProbe implements WindowProbe<SocketTables>, SocketDirectory {
    private static final int MAX_UNIDENTIFIED = 50;
    /** A process whose sockets are all unknown lives in a namespace of its own; with so many it is worth a look there. */
    private static final int WORTH_A_LOOK = 50;
    /** Of sockets that are newer than the last look; each costs a dump. */
    private static final int MAX_LOOKS_BETWEEN = 20;
    /** Below it, "no process holds such sockets" is not what was seen. */
    private static final double HOLDERS_SEEN = 0.5;

    private final Names names;
    private final Supplier<Holdings> walk;
    private final Namespaces namespaces = new Namespaces();
    private final Unlisted unlisted = new Unlisted();
    private Optional<Snapshot> first = Optional.empty();
    private Optional<Snapshot> latest = Optional.empty();
    private Map<Integer, Unlisted.Count> unlistedAtFirst = Map.of();
    private int looksBetween;

    /** @param walk a fresh walk over the descriptors of all processes */
    public SocketTablesProbe(Names names, Supplier<Holdings> walk) {
        this.names = names;
        this.walk = walk;
    }

    @Override
    public void begin() {
        Snapshot s = look();
        adoptStrangers(s);
        first = Optional.of(s);
        unlistedAtFirst = unlisted.count(s, namespaces).byPid();
    }

    /**
     * Looks into the network namespaces of these processes too. Best soon after {@link #begin}: growth in a namespace is counted
     * from when it was first read.
     */
    public void also(Collection<Integer> pids) {
        List<Integer> fresh = new ArrayList<>();
        for (int pid : pids) {
            namespaces.adopt(pid).ifPresent(fresh::add);
        }
        if (first.isEmpty() || fresh.isEmpty()) {
            return;
        }
        Set<Snapshot> taken = new LinkedHashSet<>();
        first.ifPresent(taken::add);
        latest.ifPresent(taken::add);
        taken.forEach(s -> fresh.forEach(index -> s.read(namespaces, index)));
        first.ifPresent(s -> unlistedAtFirst = unlisted.count(s, namespaces).byPid());
    }

    @Override
    public Answer<SocketTables> finish() {
        if (first.isEmpty()) {
            return Answer.unavailable("read the socket tables: the probe was not begun");
        }
        Snapshot before = first.get();
        Snapshot now = look();
        if (now.namespaces() == 0) {
            return Answer.unavailable(String.join("; ", now.gaps));
        }
        StateCensus earlier = new StateCensus(before.table, before.holders);
        StateCensus census = new StateCensus(now.table, now.holders);
        Unlisted.Result counts = unlisted.count(now, namespaces);
        return Answer.known(new SocketTables(
                now.source(),
                now.namespaces(),
                tcpStates(now.table),
                otherCounts(now.table),
                census.peers(earlier, names),
                census.holders(earlier, names),
                unidentified(now, counts.byPid()),
                Queues.listeners(now),
                Queues.dropping(before.table, now, names),
                notes(now, counts)));
    }

    @Override
    public Optional<SocketInfo> find(int pid, int fd, long inode) {
        also(List.of(pid));
        Snapshot s = latest.or(() -> first).orElseGet(this::look);
        boolean newer = s.table.find(inode) < 0 && !s.holders.holds(inode);
        if (newer && looksBetween < MAX_LOOKS_BETWEEN) {
            looksBetween++;
            s = s.again(namespaces);
            latest = Optional.of(s);
        }
        int row = s.table.find(inode);
        return row < 0 ? asked(pid, fd, inode, s) : Optional.of(describe(row, pid, s));
    }

    /** The last look, for those that need the sockets as well. */
    Optional<Snapshot> snapshot() {
        return latest.or(() -> first);
    }

    Namespaces namespaces() {
        return namespaces;
    }

    private Snapshot look() {
        Snapshot s = Snapshot.take(walk.get(), namespaces);
        latest = Optional.of(s);
        return s;
    }

    /** At the beginning alone: what is first seen at the end would seem to have grown from nothing. */
    private void adoptStrangers(Snapshot s) {
        Map<Integer, Integer> strange = new HashMap<>();
        for (SocketFd fd : s.holdings.sockets()) {
            if (s.table.find(fd.inode()) < 0) {
                strange.merge(fd.pid(), 1, Integer::sum);
            }
        }
        strange.forEach((pid, count) -> {
            if (count >= WORTH_A_LOOK) {
                namespaces.adopt(pid).ifPresent(index -> s.read(namespaces, index));
            }
        });
    }

    private SocketInfo describe(int row, int pid, Snapshot s) {
        boolean datagrams = s.table.kind(row) == SocketKind.UDP || s.table.kind(row) == SocketKind.UDPLITE;
        return new Describer(s, names)
                .describe(
                        row, datagrams ? new NetFiles(pid).groups().asOptional().orElse(List.of()) : List.of());
    }

    /** Of a socket in no list, what it tells itself: its protocol alone. */
    private Optional<SocketInfo> asked(int pid, int fd, long inode, Snapshot s) {
        if (!(SocketName.of(pid, fd, inode) instanceof Read.Ok<String> protocol)
                || !(SocketName.owner(pid, fd) instanceof Read.Ok<Integer> owner)) {
            return Optional.empty();
        }
        OptionalInt namespace = namespaces.indexOf(pid).asOptional().orElse(OptionalInt.empty());
        boolean looked = s.complete() && namespace.isPresent() && s.hasRead(namespace.getAsInt());
        boolean unused = looked && Unlisted.meansUnused(protocol.value(), s);
        // Netlink sockets are listed once they are bound.
        boolean unconnected = unused || protocol.value().equals("NETLINK");
        return Optional.of(new SocketInfo(
                inode,
                protocol.value(),
                unconnected ? "UNCONNECTED" : "UNKNOWN",
                !unused,
                "",
                "",
                owner.value(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()));
    }

    private Answer<List<UnidentifiedSockets>> unidentified(Snapshot s, Map<Integer, Unlisted.Count> counts) {
        if (!s.complete()) {
            return Answer.unavailable("there are more than " + SocketTable.MAX_ROWS
                    + " sockets, so that it cannot be told which are in no table");
        }
        List<UnidentifiedSockets> listed = new ArrayList<>();
        counts.forEach((pid, count) -> {
            int before = Optional.ofNullable(unlistedAtFirst.get(pid))
                    .map(Unlisted.Count::all)
                    .orElse(0);
            if (count.confirmed() > 0) {
                names.byPid(pid)
                        .ifPresent(who -> listed.add(new UnidentifiedSockets(
                                who.id(),
                                who.name(),
                                who.program(),
                                count.confirmed(),
                                count.all() - before,
                                count.byProtocol())));
            }
        });
        listed.sort(Comparator.comparingInt(UnidentifiedSockets::count)
                .thenComparingInt(UnidentifiedSockets::growth)
                .reversed()
                .thenComparingInt(u -> u.process().pid()));
        Optional<String> unseen = listed.isEmpty() ? unseen(s) : Optional.empty();
        return unseen.isPresent()
                ? Answer.unavailable(unseen.get())
                : Answer.known(List.copyOf(listed.subList(0, Math.min(MAX_UNIDENTIFIED, listed.size()))));
    }

    /** Why that no process was found means nothing; empty when it does. */
    private static Optional<String> unseen(Snapshot s) {
        int held = 0;
        int seen = 0;
        for (int row = 0; row < s.table.size(); row++) {
            if (s.table.inode(row) != 0) {
                held++;
                seen += s.holders.holds(s.table.inode(row)) ? 1 : 0;
            }
        }
        String share = seen + " of " + held + " sockets";
        return seen >= HOLDERS_SEEN * held
                ? Optional.empty()
                : s.holdings.incomplete().map(why -> "the holders of only " + share + " could be seen: " + why);
    }

    private static List<String> notes(Snapshot s, Unlisted.Result counts) {
        List<String> notes = new ArrayList<>(s.gaps);
        s.holdings.incomplete().ifPresent(why -> notes.add("holders of some sockets are unknown: " + why));
        if (!s.complete()) {
            notes.add(s.table.uncounted() + " sockets beyond " + SocketTable.MAX_ROWS
                    + " were counted by state and not looked at");
        }
        if (counts.elsewhere() > 0) {
            notes.add(counts.elsewhere()
                    + " processes hold sockets of other network namespaces, which were not looked at");
        }
        counts.byPid().forEach((pid, count) -> {
            if (count.notAsked() > 0) {
                notes.add("of " + count.all() + " sockets of process " + pid + " that are in no table "
                        + count.confirmed() + " were asked for their protocol; the rest is not counted");
            }
        });
        return notes;
    }

    private static Map<String, Integer> tcpStates(SocketTable table) {
        Map<String, Integer> states = new HashMap<>();
        for (int state = 0; state < table.states(); state++) {
            int count = table.count(SocketKind.TCP, state);
            if (count > 0) {
                states.merge(SocketState.name(state), count, Integer::sum);
            }
        }
        return states;
    }

    private static Map<String, Integer> otherCounts(SocketTable table) {
        Map<String, Integer> counts = new HashMap<>();
        for (SocketKind kind : SocketKind.values()) {
            for (int state = 0; state < table.states(); state++) {
                int count = table.count(kind, state);
                if (count > 0 && kind != SocketKind.TCP) {
                    counts.merge(kind.name(), count, Integer::sum);
                }
            }
        }
        return counts;
    }
}
