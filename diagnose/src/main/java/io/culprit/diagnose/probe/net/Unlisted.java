package io.culprit.diagnose.probe.net;

import io.culprit.diagnose.probe.Holdings.SocketFd;
import io.culprit.kernel.sockdiag.SocketKind;
import io.culprit.kernel.sockdiag.SocketName;
import io.culprit.kernel.sys.Read;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Sockets that a process holds and that no list has: never bound nor connected, or reset and never closed. Before Linux 6.8, and where the files are read instead of netlink, also
 * those that were bound and no more.
 *
 * <p>The socket itself is asked for its protocol, because there are families that have no list at all (AF_ALG, VSOCK, KCM, CAN,
 * Bluetooth), and an idle one of those is no leak of TCP.
 */
final class Unlisted {
    /** 5 us each; whoever has more leaks for sure. */
    private static final int MAX_ASKED_OF_PROCESS = 5000;

    private static final int MAX_ASKED = 20_000;

    /** Protocols whose sockets are listed only while they are bound or connected. The others are listed from birth. */
    private static final Map<String, SocketKind> LISTED_WHEN_USED = Map.ofEntries(
            Map.entry("TCP", SocketKind.TCP),
            Map.entry("TCPv6", SocketKind.TCP),
            Map.entry("UDP", SocketKind.UDP),
            Map.entry("UDPv6", SocketKind.UDP),
            Map.entry("UDP-Lite", SocketKind.UDPLITE),
            Map.entry("UDPLITEv6", SocketKind.UDPLITE),
            Map.entry("SCTP", SocketKind.SCTP),
            Map.entry("SCTPv6", SocketKind.SCTP),
            Map.entry("DCCP", SocketKind.DCCP),
            Map.entry("DCCPv6", SocketKind.DCCP),
            Map.entry("MPTCP", SocketKind.MPTCP),
            Map.entry("MPTCPv6", SocketKind.MPTCP));

    /**
     * @param byProtocol those that were asked and count
     * @param notAsked in no list either, for which there was no time
     */
    record Count(Map<String, Integer> byProtocol, int notAsked) {
        int confirmed() {
            return byProtocol.values().stream().mapToInt(n -> n).sum();
        }

        int all() {
            return confirmed() + notAsked;
        }
    }

    /**
     * @param byPid of processes whose namespace is looked at; to the others all that they hold would seem to be in no list
     * @param elsewhere how many others hold sockets that were not looked for
     */
    record Result(Map<Integer, Count> byPid, int elsewhere) {}

    private final Map<Long, String> asked = new HashMap<>();

    /** Whether a socket of this protocol that is in no list was never used, or was reset. */
    static boolean meansUnused(String protocol, Snapshot s) {
        SocketKind kind = LISTED_WHEN_USED.get(protocol);
        return kind != null && !s.unread.contains(kind);
    }

    Result count(Snapshot s, Namespaces namespaces) {
        Map<Integer, Count> counts = new TreeMap<>();
        if (!s.complete()) {
            return new Result(counts, 0);
        }
        Map<Integer, Boolean> lookedAt = new HashMap<>();
        Map<Integer, Integer> askedOf = new HashMap<>();
        Map<Integer, Integer> notAsked = new HashMap<>();
        Map<Integer, Map<Long, String>> found = new TreeMap<>();
        int total = 0;
        for (SocketFd fd : s.holdings.sockets()) {
            if (s.table.find(fd.inode()) >= 0
                    || !lookedAt.computeIfAbsent(fd.pid(), pid -> known(pid, s, namespaces))) {
                continue;
            }
            String protocol = asked.get(fd.inode());
            if (protocol == null) {
                if (total >= MAX_ASKED || askedOf.getOrDefault(fd.pid(), 0) >= MAX_ASKED_OF_PROCESS) {
                    notAsked.merge(fd.pid(), 1, Integer::sum);
                    found.computeIfAbsent(fd.pid(), pid -> new HashMap<>());
                    continue;
                }
                total++;
                askedOf.merge(fd.pid(), 1, Integer::sum);
                if (!(SocketName.of(fd.pid(), fd.fd(), fd.inode()) instanceof Read.Ok<String> name)) {
                    continue;
                }
                protocol = name.value();
                asked.put(fd.inode(), protocol);
            }
            if (meansUnused(protocol, s)) {
                found.computeIfAbsent(fd.pid(), pid -> new HashMap<>()).put(fd.inode(), protocol);
            }
        }
        found.forEach((pid, sockets) -> {
            Map<String, Integer> byProtocol = new TreeMap<>();
            sockets.values().forEach(p -> byProtocol.merge(p, 1, Integer::sum));
            counts.put(pid, new Count(byProtocol, notAsked.getOrDefault(pid, 0)));
        });
        return new Result(counts, (int)
                lookedAt.values().stream().filter(looked -> !looked).count());
    }

    private static boolean known(int pid, Snapshot s, Namespaces namespaces) {
        OptionalInt index = namespaces.indexOf(pid).asOptional().orElse(OptionalInt.empty());
        return index.isPresent() && s.hasRead(index.getAsInt());
    }
}
