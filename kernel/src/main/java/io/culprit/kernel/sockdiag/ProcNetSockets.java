package io.culprit.kernel.sockdiag;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The lists as text (proc_pid_net(5)): what netlink does not tell or will not. Without memory limits, {@code tcp_info}, the limit
 * of an accept queue and the peer of a unix socket. Lines of another form are passed over; a unix socket's name may hold line
 * ends, so that a program can forge lines of that one list.
 */
final class ProcNetSockets {
    private static final int DROPS = 8;
    private static final int UNIX_LISTENING = 0x10000;
    private static final int UNIX_CONNECTED = 3;

    private ProcNetSockets() {}

    /** Files of a kind, below {@code /proc/PID/net}. */
    static List<String> files(SocketKind kind) {
        return switch (kind) {
            case TCP -> List.of("tcp", "tcp6");
            case UDP -> List.of("udp", "udp6");
            case UDPLITE -> List.of("udplite", "udplite6");
            case RAW -> List.of("raw", "raw6");
            case PING -> List.of("icmp", "icmp6");
            case UNIX -> List.of("unix");
            case PACKET -> List.of("packet");
            case NETLINK -> List.of("netlink");
            case SCTP, DCCP, MPTCP -> List.of();
        };
    }

    static void parse(SocketKind kind, String text, SocketTable table) {
        Consumer<String[]> row = switch (kind) {
            case UNIX -> f -> unix(f, table);
            case PACKET -> f -> packet(f, table);
            case NETLINK -> f -> netlink(f, table);
            default -> f -> inet(kind, f, table);
        };
        int fields = kind == SocketKind.UNIX ? 8 : 0;
        text.lines().skip(1).forEach(line -> {
            try {
                row.accept(line.strip().split(" +", fields));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                // Not a line of this list. No row was begun: all of a line is parsed before.
                // begun before all is parsed.
            }
        });
    }

    private static void inet(SocketKind kind, String[] f, SocketTable table) {
        int[] local = address(f[1]);
        int[] peer = address(f[2]);
        int state = Integer.parseInt(f[3], 16);
        int colon = f[4].indexOf(':');
        int send = Integer.parseUnsignedInt(f[4].substring(0, Math.max(0, colon)), 16);
        int receive = Integer.parseUnsignedInt(f[4].substring(colon + 1), 16);
        int uid = Integer.parseUnsignedInt(f[7]);
        int inode = Integer.parseUnsignedInt(f[9]);
        Optional<Integer> drops =
                kind == SocketKind.TCP || f.length < 13 ? Optional.empty() : Optional.of((int) Long.parseLong(f[12]));
        if (local.length != peer.length || !table.add(kind, state)) {
            return;
        }
        int words = local.length - 1;
        table.put(SocketTable.PORTS, local[words] << 16 | peer[words]);
        for (int i = 0; i < words; i++) {
            table.put(SocketTable.LOCAL + i, local[i]);
            table.put(SocketTable.PEER + i, peer[i]);
        }
        table.flag(words == 4 ? SocketTable.SIX : 0);
        table.put(SocketTable.RECEIVE_QUEUE, receive);
        table.put(SocketTable.SEND_QUEUE, send);
        table.put(SocketTable.UID, uid);
        table.put(SocketTable.INODE, inode);
        drops.ifPresent(d -> table.put(SocketTable.MEMORY + DROPS, d));
    }

    private static void unix(String[] f, SocketTable table) {
        int flags = Integer.parseUnsignedInt(f[3], 16);
        int type = Integer.parseInt(f[4], 16);
        boolean connected = Integer.parseInt(f[5], 16) == UNIX_CONNECTED;
        int inode = Integer.parseUnsignedInt(f[6]);
        int state = (flags & UNIX_LISTENING) != 0
                ? SocketState.LISTEN
                : connected ? SocketState.ESTABLISHED : SocketState.CLOSE;
        if (table.add(SocketKind.UNIX, state)) {
            table.socketType(type);
            table.put(SocketTable.INODE, inode);
            if (f.length > 7) {
                table.name(f[7]);
            }
        }
    }

    private static void packet(String[] f, SocketTable table) {
        int type = Integer.parseInt(f[2]);
        int protocol = Integer.parseInt(f[3], 16);
        int device = Integer.parseInt(f[4]);
        int queued = Integer.parseUnsignedInt(f[6]);
        int uid = Integer.parseUnsignedInt(f[7]);
        int inode = Integer.parseUnsignedInt(f[8]);
        if (table.add(SocketKind.PACKET, SocketState.CLOSE)) {
            table.socketType(type);
            table.put(SocketTable.PORTS, protocol);
            table.put(SocketTable.DEVICE, device);
            table.put(SocketTable.RECEIVE_QUEUE, queued);
            table.put(SocketTable.UID, uid);
            table.put(SocketTable.INODE, inode);
        }
    }

    private static void netlink(String[] f, SocketTable table) {
        int protocol = Integer.parseInt(f[1]);
        int port = (int) Long.parseLong(f[2]);
        int queued = (int) Long.parseLong(f[4]);
        int drops = (int) Long.parseLong(f[8]);
        int inode = Integer.parseUnsignedInt(f[9]);
        if (port != 0 && table.add(SocketKind.NETLINK, SocketState.CLOSE)) {
            table.put(SocketTable.PORTS, protocol);
            table.put(SocketTable.PEER, port);
            table.put(SocketTable.RECEIVE_QUEUE, queued);
            table.put(SocketTable.MEMORY + DROPS, drops);
            table.put(SocketTable.INODE, inode);
        }
    }

    /** One or four words of the address, each printed in the machine's order, and the port. */
    private static int[] address(String text) {
        int colon = text.indexOf(':');
        if (colon != 8 && colon != 32) {
            throw new NumberFormatException("no address: " + text);
        }
        int words = colon / 8;
        int[] address = new int[words + 1];
        for (int i = 0; i < words; i++) {
            int word = Integer.parseUnsignedInt(text.substring(8 * i, 8 * i + 8), 16);
            address[i] = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(word) : word;
        }
        address[words] = Integer.parseInt(text.substring(colon + 1), 16) & 0xffff;
        return address;
    }
}
