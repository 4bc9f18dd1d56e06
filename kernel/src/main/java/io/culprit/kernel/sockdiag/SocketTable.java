package io.culprit.kernel.sockdiag;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Sockets at one moment, a row each, in one array of ints: ten thousand objects with strings would cost ten times the dump.
 *
 * <p>Filled by one thread, then read by one thread at a time. Sizes are what the kernel tells, 32 bits without a sign.
 */
public final class SocketTable {
    /** 26 MB; sockets beyond are counted by state and no more. */
    public static final int MAX_ROWS = 200_000;

    static final int KIND = 0;
    static final int STATE = 1;
    static final int INODE = 2;
    static final int FLAGS = 3;
    static final int PORTS = 4;
    static final int LOCAL = 5;
    static final int PEER = 9;
    static final int DEVICE = 13;
    static final int UID = 14;
    static final int RECEIVE_QUEUE = 15;
    static final int SEND_QUEUE = 16;
    static final int MEMORY = 17;
    static final int TCP = 26;
    private static final int WIDTH = 32;

    static final int MEMORY_WORDS = 9;
    static final int TCP_WORDS = 6;

    static final int SIX = 1;
    static final int HAS_MEMORY = 2;
    static final int HAS_TCP = 4;
    /** The low bits of FLAGS say what is there, the next byte the type of the socket, the next the namespace. */
    private static final int TYPE_SHIFT = 8;

    private static final int NAMESPACE_SHIFT = 16;
    private static final long U32 = 0xffffffffL;
    private static final int FIRST_ROWS = 256;

    private final int maxRows;
    private int[] cells = new int[FIRST_ROWS * WIDTH];
    private int size;
    private final int[][] counts = new int[SocketKind.values().length][SocketState.COUNT];
    private final Map<Integer, String> names = new HashMap<>();
    private int[] byInode = new int[0];

    public SocketTable() {
        this(MAX_ROWS);
    }

    SocketTable(int maxRows) {
        this.maxRows = maxRows;
    }

    /** Starts a row and counts it; false when the table is full. Columns are those of the row started last. */
    boolean add(SocketKind kind, int state) {
        counts[kind.slot()][state >= 0 && state < SocketState.COUNT ? state : 0]++;
        if (size == maxRows) {
            return false;
        }
        if ((size + 1) * WIDTH > cells.length) {
            cells = Arrays.copyOf(cells, cells.length * 2);
        }
        size++;
        put(KIND, kind.slot());
        put(STATE, state);
        return true;
    }

    void put(int column, int value) {
        cells[(size - 1) * WIDTH + column] = value;
    }

    void flag(int bits) {
        cells[(size - 1) * WIDTH + FLAGS] |= bits;
    }

    void socketType(int type) {
        flag((type & 0xff) << TYPE_SHIFT);
    }

    void name(String name) {
        names.put(size - 1, name);
    }

    /** Where the table stands, so that what is added from here on can be taken back. */
    static final class Mark {
        private final int size;
        private final int[][] counts;

        private Mark(SocketTable table) {
            size = table.size;
            counts = Arrays.stream(table.counts).map(int[]::clone).toArray(int[][]::new);
        }
    }

    Mark mark() {
        return new Mark(this);
    }

    void backTo(Mark mark) {
        Arrays.fill(cells, mark.size * WIDTH, size * WIDTH, 0);
        size = mark.size;
        for (int k = 0; k < counts.length; k++) {
            System.arraycopy(mark.counts[k], 0, counts[k], 0, SocketState.COUNT);
        }
        names.keySet().removeIf(row -> row >= size);
        byInode = new int[0];
    }

    /** Takes the rows of another in, and marks them as of that namespace (0 to 255). */
    public void addAll(SocketTable other, int namespace) {
        for (int k = 0; k < counts.length; k++) {
            for (int s = 0; s < SocketState.COUNT; s++) {
                counts[k][s] += other.counts[k][s];
            }
        }
        int taken = Math.min(other.size, maxRows - size);
        int needed = (size + taken) * WIDTH;
        if (needed > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(needed, Math.min(cells.length * 2, maxRows * WIDTH)));
        }
        System.arraycopy(other.cells, 0, cells, size * WIDTH, taken * WIDTH);
        for (int i = size; i < size + taken; i++) {
            cells[i * WIDTH + FLAGS] |= namespace << NAMESPACE_SHIFT;
        }
        other.names.forEach((row, name) -> {
            if (row < taken) {
                names.put(size + row, name);
            }
        });
        size += taken;
        byInode = new int[0];
    }

    public int size() {
        return size;
    }

    /** How many there are in all, those without a row included. */
    public int count(SocketKind kind, int state) {
        return counts[kind.slot()][state];
    }

    public int states() {
        return SocketState.COUNT;
    }

    public long uncounted() {
        return Arrays.stream(counts).flatMapToInt(Arrays::stream).asLongStream().sum() - size;
    }

    public SocketKind kind(int row) {
        return SocketKind.of(at(row, KIND));
    }

    public int state(int row) {
        return at(row, STATE);
    }

    /** 0 for connections that no process holds: TIME_WAIT, orphans, those not yet accepted. */
    public long inode(int row) {
        return at(row, INODE) & U32;
    }

    public boolean six(int row) {
        return (at(row, FLAGS) & SIX) != 0;
    }

    /** {@code SOCK_STREAM} and so on; 0 where the list does not tell. */
    public int type(int row) {
        return at(row, FLAGS) >> TYPE_SHIFT & 0xff;
    }

    public int namespace(int row) {
        return at(row, FLAGS) >> NAMESPACE_SHIFT & 0xff;
    }

    public int localPort(int row) {
        return at(row, PORTS) >>> 16;
    }

    public int peerPort(int row) {
        return at(row, PORTS) & 0xffff;
    }

    public Address local(int row) {
        return address(row, LOCAL);
    }

    public Address peer(int row) {
        return address(row, PEER);
    }

    private Address address(int row, int column) {
        return new Address(six(row), at(row, column), at(row, column + 1), at(row, column + 2), at(row, column + 3));
    }

    /** Interface that the socket is bound to (SO_BINDTODEVICE, packet(7)); 0 for none. */
    public int device(int row) {
        return at(row, DEVICE);
    }

    public int uid(int row) {
        return at(row, UID);
    }

    /** Inode of the other end of a unix socket; port id of a netlink socket. */
    public long other(int row) {
        return at(row, PEER) & U32;
    }

    /** Protocol of a netlink, packet or raw socket. */
    public int protocol(int row) {
        return at(row, PORTS);
    }

    public long receiveQueue(int row) {
        return at(row, RECEIVE_QUEUE) & U32;
    }

    public long sendQueue(int row) {
        return at(row, SEND_QUEUE) & U32;
    }

    public boolean hasMemory(int row) {
        return (at(row, FLAGS) & HAS_MEMORY) != 0;
    }

    /** By {@code SK_MEMINFO_*} of linux/sock_diag.h. */
    public long memory(int row, int which) {
        return at(row, MEMORY + which) & U32;
    }

    public long drops(int row) {
        return memory(row, 8);
    }

    public boolean hasTcp(int row) {
        return (at(row, FLAGS) & HAS_TCP) != 0;
    }

    /** In the order rtt, rttvar, retransmitted, retransmitted in all, unacknowledged, lost. */
    public long tcp(int row, int which) {
        return at(row, TCP + which) & U32;
    }

    /** Path or abstract name of a unix socket; empty for others. */
    public String name(int row) {
        return names.getOrDefault(row, "");
    }

    /** The row of the socket, or -1. */
    public int find(long inode) {
        if (byInode.length == 0) {
            index();
        }
        int mask = byInode.length - 1;
        for (int i = slot(inode, mask); byInode[i] != 0; i = (i + 1) & mask) {
            if (inode(byInode[i] - 1) == inode) {
                return byInode[i] - 1;
            }
        }
        return -1;
    }

    private void index() {
        int[] index = new int[Integer.highestOneBit(Math.max(8, size)) * 4];
        int mask = index.length - 1;
        for (int row = 0; row < size; row++) {
            long inode = inode(row);
            if (inode != 0) {
                int i = slot(inode, mask);
                while (index[i] != 0) {
                    i = (i + 1) & mask;
                }
                index[i] = row + 1;
            }
        }
        byInode = index;
    }

    private static int slot(long inode, int mask) {
        return (int) ((inode * 0x9E3779B97F4A7C15L) >>> 33) & mask;
    }

    private int at(int row, int column) {
        return cells[row * WIDTH + column];
    }
}
