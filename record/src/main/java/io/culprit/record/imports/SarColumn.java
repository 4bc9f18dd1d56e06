package io.culprit.record.imports;

import io.culprit.model.recording.HostKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What sar prints that a recording has a series for.
 *
 * @param key of {@link HostKey}; one that ends in a colon lacks the name of the interface
 * @param factor from the printed unit; of {@link Kind#CPU_SHARE} to microseconds a second of one CPU
 */
record SarColumn(String key, double factor, Kind kind) {
    enum Kind {
        LEVEL,
        /** A second. */
        RATE,
        /** Percent of all CPUs together: how many there are must be known. */
        CPU_SHARE
    }

    private static final double KIB = 1024;
    private static final double PERCENT_MICROS = 10_000;
    private static final double THOUSANDTHS = 1000;

    private static final Map<String, SarColumn> BY_HEAD = new HashMap<>();

    static {
        cpu("user", "%user", "%usr", "user", "usr", "%guest", "guest");
        cpu("nice", "%nice", "nice", "%gnice", "gnice");
        // Without ALL, sar counts interrupts to it.
        cpu("system", "%system", "%sys", "system", "sys");
        cpu("iowait", "%iowait", "iowait");
        cpu("steal", "%steal", "steal");
        cpu("irq", "%irq", "irq");
        cpu("softirq", "%soft", "soft");
        cpu("idle", "%idle", "idle");
        memory("MemFree", "memfree");
        memory("MemAvailable", "avail");
        memory("Buffers", "buffers");
        memory("Cached", "cached");
        memory("Committed_AS", "commit");
        memory("Active", "active");
        memory("Inactive", "inact");
        memory("Inactive", "inactive");
        memory("Dirty", "dirty");
        memory("AnonPages", "anonpg");
        memory("Slab", "slab");
        memory("KernelStack", "kstack");
        memory("PageTables", "pgtbl");
        memory("VmallocUsed", "vmused");
        memory("SwapFree", "swpfree");
        memory("SwapCached", "swpcad");
        level(HostKey.RUNNABLE, 1, "runq-sz");
        level(HostKey.TASKS, 1, "plist-sz");
        level(HostKey.BLOCKED, 1, "blocked");
        level(HostKey.LOAD_1, THOUSANDTHS, "ldavg-1");
        level(HostKey.LOAD_5, THOUSANDTHS, "ldavg-5");
        level(HostKey.LOAD_15, THOUSANDTHS, "ldavg-15");
        level(HostKey.FILES_OPEN, 1, "file-nr");
        level(HostKey.SOCKETS_USED, 1, "totsck");
        level(HostKey.TCP_TIME_WAIT, 1, "tcp-tw");
        rate(HostKey.FORKS, 1, "proc/s", "proc");
        rate(HostKey.CONTEXT_SWITCHES, 1, "cswch/s", "cswch");
        rate(HostKey.RX_PACKETS, 1, "rxpck/s", "rxpck");
        rate(HostKey.TX_PACKETS, 1, "txpck/s", "txpck");
        rate(HostKey.RX_BYTES, KIB, "rxkB/s", "rxkB");
        rate(HostKey.TX_BYTES, KIB, "txkB/s", "txkB");
        rate(HostKey.MULTICAST, 1, "rxmcst/s", "rxmcst");
        rate(HostKey.RX_DROPPED, 1, "rxdrop/s", "rxdrop");
        rate(HostKey.PRESSURE_SOME + "cpu", PERCENT_MICROS, "%scpu", "psi-cpu some_avg");
        rate(HostKey.PRESSURE_SOME + "memory", PERCENT_MICROS, "%smem", "psi-mem some_avg");
        rate(HostKey.PRESSURE_FULL + "memory", PERCENT_MICROS, "%fmem", "psi-mem full_avg");
        rate(HostKey.PRESSURE_SOME + "io", PERCENT_MICROS, "%sio", "psi-io some_avg");
        rate(HostKey.PRESSURE_FULL + "io", PERCENT_MICROS, "%fio", "psi-io full_avg");
    }

    private static void cpu(String state, String... heads) {
        put(new SarColumn(HostKey.CPU + state, PERCENT_MICROS, Kind.CPU_SHARE), heads);
    }

    private static void memory(String field, String head) {
        put(new SarColumn(HostKey.MEMORY + field, KIB, Kind.LEVEL), "kb" + head, head);
    }

    private static void level(String key, double factor, String... heads) {
        put(new SarColumn(key, factor, Kind.LEVEL), heads);
    }

    private static void rate(String key, double factor, String... heads) {
        put(new SarColumn(key, factor, Kind.RATE), heads);
    }

    private static void put(SarColumn column, String... heads) {
        for (String head : heads) {
            BY_HEAD.put(head, column);
        }
    }

    static Optional<SarColumn> of(String head) {
        return Optional.ofNullable(BY_HEAD.get(head));
    }

    /** It is one of an interface. */
    boolean isOfInterface() {
        return key.startsWith("net.");
    }
}
