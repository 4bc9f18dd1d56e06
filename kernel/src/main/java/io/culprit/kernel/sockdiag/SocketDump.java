package io.culprit.kernel.sockdiag;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * All sockets of one network namespace, by netlink, and by {@code /proc/net} for the lists that netlink does not give.
 *
 * <p>The question may make the kernel load the module that answers it (tcp_diag, unix_diag and so on), as ss(8) does; protocols
 * that are not in use already are not asked for, because that would load them.
 *
 * @param netlink whether TCP came by netlink
 * @param unread kinds that are in use and that neither gave a list of: that a socket is in no list means nothing for them
 * @param gaps lists that could not be read, or not well, a line each
 */
public record SocketDump(SocketTable table, boolean netlink, Set<SocketKind> unread, List<String> gaps) {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    /** A list that changes while it is read is read again, but some always change. */
    private static final int TRIES = 3;

    /** Many kernels come without these, and the files tell nearly as much. */
    private static final Set<SocketKind> SELDOM_LISTED = Set.of(SocketKind.RAW, SocketKind.PING, SocketKind.UDPLITE);

    private static final String LESS = ", without socket memory and limits";
    private static final Set<SocketKind> ASKED_WHEN_IN_USE = Set.of(SocketKind.SCTP, SocketKind.DCCP, SocketKind.MPTCP);

    public SocketDump {
        unread = Set.copyOf(unread);
        gaps = List.copyOf(gaps);
    }

    /** Of the namespace that we live in. */
    public static SocketDump own() {
        return here("/proc/self/net");
    }

    /** Of the namespace of a process, which is entered on a thread of its own, or else read through the process's files. */
    public static Read<SocketDump> of(int pid) {
        Read<SocketDump> inside = NetNamespace.inside(pid, () -> here("/proc/thread-self/net"));
        if (inside instanceof Read.Ok<SocketDump>) {
            return inside;
        }
        String files = "/proc/" + pid + "/net";
        return KernelFile.text(files + "/protocols").map(text -> {
            Reading reading = new Reading(files, protocols(text));
            reading.gaps.add(inside.why() + "; read " + files + " instead" + LESS);
            for (SocketKind kind : SocketKind.values()) {
                if (reading.inUse(kind)) {
                    reading.text(kind);
                }
            }
            return reading.done(false);
        });
    }

    private static SocketDump here(String files) {
        Reading reading = new Reading(
                files,
                protocols(KernelFile.text(files + "/protocols").asOptional().orElse("")));
        boolean netlink = true;
        try (DiagSocket socket = new DiagSocket()) {
            if (socket.opened() instanceof Read.Refused<Integer> refused) {
                reading.gaps.add(refused.why() + "; read " + files + " instead" + LESS);
            }
            for (SocketKind kind : SocketKind.values()) {
                if (!reading.inUse(kind)) {
                    continue;
                }
                SocketTable.Mark before = reading.table.mark();
                Read<Boolean> read = netlink(socket, kind, reading.table);
                if (read instanceof Read.Ok<Boolean> ok) {
                    if (ok.value()) {
                        reading.gaps.add(
                                kind + " sockets came and went while they were listed: counts may be off by some");
                    }
                } else {
                    reading.table.backTo(before);
                    netlink &= kind != SocketKind.TCP;
                    boolean expected = SELDOM_LISTED.contains(kind) && read.errno() == Errno.ENOENT;
                    if (socket.opened() instanceof Read.Ok<Integer> && !expected) {
                        reading.gaps.add(kind + ": " + read.why());
                    }
                    reading.text(kind);
                }
            }
        }
        return reading.done(netlink);
    }

    private static Read<Boolean> netlink(DiagSocket socket, SocketKind kind, SocketTable table) {
        return switch (kind) {
            case PING -> Read.refused("ask sock_diag for ping sockets, which it does not know", Errno.ENOENT);
            case UNIX -> again(socket, DiagRequest::unix, new UnixRows(), table);
            case PACKET -> again(socket, DiagRequest::packet, new PacketRows(), table);
            case NETLINK -> again(socket, DiagRequest::netlink, new NetlinkRows(), table);
            default -> inet(socket, kind, table);
        };
    }

    private static Read<Boolean> inet(DiagSocket socket, SocketKind kind, SocketTable table) {
        Read<Boolean> four = again(socket, n -> DiagRequest.inet(AF_INET, kind, n), new InetRows(kind), table);
        if (!(four instanceof Read.Ok<Boolean> changed)) {
            return four;
        }
        Read<Boolean> six = again(socket, n -> DiagRequest.inet(AF_INET6, kind, n), new InetRows(kind), table);
        // A kernel without IPv6 does not know that family.
        return six.errno() == Errno.ENOENT ? four : six.map(b -> b || changed.value());
    }

    private static Read<Boolean> again(
            DiagSocket socket, IntFunction<byte[]> request, DiagReply.Rows rows, SocketTable table) {
        Read<Boolean> read = Read.ok(true);
        SocketTable.Mark before = table.mark();
        for (int i = 0; i < TRIES && read instanceof Read.Ok<Boolean> ok && ok.value(); i++) {
            table.backTo(before);
            read = socket.dump(request, rows, table);
        }
        return read;
    }

    static Set<String> protocols(String text) {
        return text.lines().skip(1).map(line -> line.split(" ", 2)[0]).collect(Collectors.toSet());
    }

    /** What has been read so far. */
    private static final class Reading {
        private final String files;
        private final Set<String> protocols;
        private final SocketTable table = new SocketTable();
        private final Set<SocketKind> unread = EnumSet.noneOf(SocketKind.class);
        private final List<String> gaps = new ArrayList<>();

        Reading(String files, Set<String> protocols) {
            this.files = files;
            this.protocols = protocols;
        }

        boolean inUse(SocketKind kind) {
            return !ASKED_WHEN_IN_USE.contains(kind) || protocols.contains(kind.name());
        }

        void text(SocketKind kind) {
            if (ProcNetSockets.files(kind).isEmpty()) {
                unread.add(kind);
            }
            for (String file : ProcNetSockets.files(kind)) {
                Read<String> text = KernelFile.text(files + "/" + file);
                if (text instanceof Read.Ok<String> ok) {
                    ProcNetSockets.parse(kind, ok.value(), table);
                } else if (text.errno() != Errno.ENOENT) {
                    unread.add(kind);
                    gaps.add(kind + ": " + text.why());
                }
            }
        }

        SocketDump done(boolean netlink) {
            return new SocketDump(table, netlink, unread, gaps);
        }
    }
}
