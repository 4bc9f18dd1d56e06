package io.culprit.model.recording;

/**
 * Names of the host's series. Those of an interface, a CPU state or a socket state end in it: {@code net.rx_packets:eth0}.
 * Counters unless said otherwise.
 */
public final class HostKey {
    /** Level, thousandths. */
    public static final String LOAD_1 = "load.1";

    public static final String LOAD_5 = "load.5";
    public static final String LOAD_15 = "load.15";
    /** Levels. */
    public static final String RUNNABLE = "tasks.runnable";

    public static final String BLOCKED = "tasks.blocked";
    public static final String TASKS = "tasks.all";
    public static final String PROCESSES = "tasks.processes";
    public static final String CPUS = "cpu.count";
    public static final String FORKS = "tasks.forks";
    public static final String CONTEXT_SWITCHES = "cpu.switches";
    public static final String INTERRUPTS = "cpu.interrupts";

    /** Microseconds of all CPUs together: {@code cpu:user nice system idle iowait irq softirq steal}. */
    public static final String CPU = "cpu:";
    /** Microseconds in which some task waited: {@code psi.some:cpu memory io}; likewise {@code psi.full:}. */
    public static final String PRESSURE_SOME = "psi.some:";

    public static final String PRESSURE_FULL = "psi.full:";
    /** Levels, bytes: a field of meminfo by its own name, {@code memory:MemAvailable}. */
    public static final String MEMORY = "memory:";
    /** Levels: {@code tcp.memory} and {@code udp.memory} in bytes, {@code tcp.orphans}, {@code tcp.time_wait}. */
    public static final String TCP_MEMORY = "tcp.memory";

    public static final String UDP_MEMORY = "udp.memory";
    public static final String TCP_ORPHANS = "tcp.orphans";
    public static final String TCP_TIME_WAIT = "tcp.time_wait";
    /** Levels: the marks of tcp_mem in bytes, tcp_max_orphans, tcp_max_tw_buckets; without them a fill means little. */
    public static final String TCP_MEMORY_LOW = "tcp.memory.low";

    public static final String TCP_MEMORY_PRESSURE = "tcp.memory.pressure";
    public static final String TCP_MEMORY_HIGH = "tcp.memory.high";
    public static final String TCP_ORPHANS_LIMIT = "tcp.orphans.limit";
    public static final String TCP_TIME_WAIT_LIMIT = "tcp.time_wait.limit";
    /** Level: sockets of the host's namespace by state, {@code sockets.tcp:CLOSE_WAIT}. */
    public static final String TCP_STATE = "sockets.tcp:";

    public static final String SOCKETS_USED = "sockets.used";
    /** Levels: file-nr. */
    public static final String FILES_OPEN = "files.open";

    public static final String FILES_LIMIT = "files.limit";
    /** softnet_stat, all CPUs. */
    public static final String SOFTNET_PACKETS = "softnet.packets";

    public static final String SOFTNET_DROPPED = "softnet.dropped";
    public static final String SOFTNET_SQUEEZED = "softnet.squeezed";
    /** Of /proc/net/dev, by interface. */
    public static final String RX_PACKETS = "net.rx_packets:";

    public static final String TX_PACKETS = "net.tx_packets:";
    public static final String RX_BYTES = "net.rx_bytes:";
    public static final String TX_BYTES = "net.tx_bytes:";
    public static final String RX_DROPPED = "net.rx_dropped:";
    public static final String MULTICAST = "net.multicast:";

    /** The recorder's own: CPU in microseconds since it began, RSS as a level in bytes. */
    public static final String OWN_CPU = "recorder.cpu";

    public static final String OWN_RSS = "recorder.rss";
    /** Levels of one sample: microseconds from its due time to its begin, and from begin to end. */
    public static final String OWN_LATE = "recorder.late";

    public static final String OWN_TOOK = "recorder.took";

    private HostKey() {}
}
