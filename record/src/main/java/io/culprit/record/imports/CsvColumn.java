package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a CSV file. A unit is part of the name ({@code rss_kib}); a size without one is left out, since nothing says
 * what it is.
 *
 * @param factor from the printed unit to that of the metric
 */
record CsvColumn(Role role, Optional<ProcessMetric> metric, double factor) {
    enum Role {
        TIME,
        PID,
        PARENT,
        UID,
        NAME,
        COMMAND,
        START,
        METRIC
    }

    private static final double MICROS = 1_000_000;
    private static final Map<String, CsvColumn> BY_HEAD = new HashMap<>();

    static {
        identity(Role.TIME, "time", "timestamp", "date", "datetime", "ts", "epoch", "time_ms", "timestamp_ms");
        identity(Role.PID, "pid");
        identity(Role.PARENT, "ppid", "parent");
        identity(Role.UID, "uid");
        identity(Role.NAME, "name", "comm", "process");
        identity(Role.COMMAND, "command", "cmd", "cmdline", "args");
        identity(Role.START, "start", "started", "start_time", "starttime");
        bytes(ProcessMetric.RSS, "rss");
        bytes(ProcessMetric.RSS_ANON, "rss_anon");
        bytes(ProcessMetric.RSS_FILE, "rss_file");
        bytes(ProcessMetric.RSS_SHMEM, "rss_shmem");
        bytes(ProcessMetric.VM_DATA, "vm_data");
        bytes(ProcessMetric.SWAP, "swap");
        bytes(ProcessMetric.READ_BYTES, "read");
        bytes(ProcessMetric.WRITE_BYTES, "write");
        metric(ProcessMetric.CPU, MICROS, "cpu_seconds");
        metric(ProcessMetric.CPU_USER, MICROS, "cpu_user_seconds");
        metric(ProcessMetric.CPU_SYSTEM, MICROS, "cpu_system_seconds");
        metric(ProcessMetric.FDS, 1, "fds", "open_fds", "descriptors");
        metric(ProcessMetric.SOCKETS, 1, "sockets");
        metric(ProcessMetric.THREADS, 1, "threads", "nlwp");
        metric(ProcessMetric.MINOR_FAULTS, 1, "minor_faults", "minflt");
        metric(ProcessMetric.MAJOR_FAULTS, 1, "major_faults", "majflt");
        metric(ProcessMetric.VOLUNTARY_SWITCHES, 1, "voluntary_switches");
        metric(ProcessMetric.INVOLUNTARY_SWITCHES, 1, "involuntary_switches");
    }

    private static void identity(Role role, String... heads) {
        for (String head : heads) {
            BY_HEAD.put(head, new CsvColumn(role, Optional.empty(), 1));
        }
    }

    private static void metric(ProcessMetric metric, double factor, String... heads) {
        for (String head : heads) {
            BY_HEAD.put(head, new CsvColumn(Role.METRIC, Optional.of(metric), factor));
        }
    }

    /** kB as the kernel means it: 1024. */
    private static void bytes(ProcessMetric metric, String head) {
        metric(metric, 1, head + "_bytes");
        metric(metric, 1024, head + "_kib", head + "_kb");
        metric(metric, 1024 * 1024, head + "_mib");
        metric(metric, 1024 * 1024 * 1024, head + "_gib");
    }

    static Optional<CsvColumn> of(String head) {
        return Optional.ofNullable(
                BY_HEAD.get(head.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_")));
    }
}
