package io.culprit.kernel.bpf;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the programs read of the kernel's structs (include/linux/sched.h, sched/signal.h, mm_types.h, fdtable.h, net/sock.h). */
enum KernelField {
    PID("task_struct", "pid", 4),
    TGID("task_struct", "tgid", 4),
    LEADER("task_struct", "group_leader", 8),
    PARENT("task_struct", "real_parent", 8),
    EXIT_STATE("task_struct", "exit_state", 4),
    /** Its name until Linux 5.5 comes second; nanoseconds either way. */
    START("task_struct", "start_boottime|real_start_time", 8),
    NAME("task_struct", "comm", 16),
    FLAGS("task_struct", "flags", 4),
    USER("task_struct", "utime", 8),
    SYSTEM("task_struct", "stime", 8),
    RUNTIME("task_struct", "se.sum_exec_runtime", 8),
    MINOR_FAULTS("task_struct", "min_flt", 8),
    MAJOR_FAULTS("task_struct", "maj_flt", 8),
    VOLUNTARY("task_struct", "nvcsw", 8),
    INVOLUNTARY("task_struct", "nivcsw", 8),
    /** Absent without CONFIG_TASK_IO_ACCOUNTING, as the next three. */
    READ_BYTES("task_struct", "ioac.read_bytes", -8),
    WRITE_BYTES("task_struct", "ioac.write_bytes", -8),
    DEAD_READ_BYTES("signal_struct", "ioac.read_bytes", -8),
    DEAD_WRITE_BYTES("signal_struct", "ioac.write_bytes", -8),
    SIGNAL("task_struct", "signal", 8),
    MM("task_struct", "mm", 8),
    FILES("task_struct", "files", 8),
    THREADS("signal_struct", "nr_threads", 4),
    DEAD_USER("signal_struct", "utime", 8),
    DEAD_SYSTEM("signal_struct", "stime", 8),
    DEAD_RUNTIME("signal_struct", "sum_sched_runtime", 8),
    DEAD_MINOR_FAULTS("signal_struct", "min_flt", 8),
    DEAD_MAJOR_FAULTS("signal_struct", "maj_flt", 8),
    DEAD_VOLUNTARY("signal_struct", "nvcsw", 8),
    DEAD_INVOLUNTARY("signal_struct", "nivcsw", 8),
    VM_DATA("mm_struct", "data_vm", 8),
    /** One counter for each kind of page since Linux 6.2, an array of atomic counters before. */
    RSS_FIRST("mm_struct", "rss_stat[0].count|rss_stat.count[0].counter", 8),
    RSS_SECOND("mm_struct", "rss_stat[1].count|rss_stat.count[1].counter", 8),
    /** What CPUs have counted and not yet added; absent before Linux 6.2 and where there is but one CPU. */
    RSS_OF_CPUS("mm_struct", "rss_stat[0].counters", -8),
    DESCRIPTOR_TABLE("files_struct", "fdt", 8),
    TABLE_SIZE("fdtable", "max_fds", 4),
    OPEN_BITS("fdtable", "open_fds", 8),
    FILE_INODE("file", "f_inode", 8),
    FILE_MODE("file", "f_mode", 4),
    FILE_PRIVATE("file", "private_data", 8),
    INODE_MODE("inode", "i_mode", 2),
    SOCKET_SOCK("socket", "sk", 8),
    SOCK_FAMILY("sock", "__sk_common.skc_family", 2),
    SOCK_STATE("sock", "__sk_common.skc_state", 1),
    SOCK_PROTOCOL("sock", "sk_protocol", 2),
    /** Needed only with {@link #RSS_OF_CPUS}. */
    MAP_OF_CPUS("bpf_array", "pptrs", 0);

    final String struct;
    private final String paths;
    /** A member of another size is not the one that is meant; 0 where it has no size. */
    final int bytes;

    final boolean optional;

    /** @param bytes negative for what not every kernel has */
    KernelField(String struct, String paths, int bytes) {
        this.struct = struct;
        this.paths = paths;
        this.bytes = Math.abs(bytes);
        this.optional = bytes <= 0;
    }

    /** Alternatives, the newest first. */
    List<String> paths() {
        return List.of(paths.split("\\|", -1));
    }

    /** What is asked of the type information, as one text: another question has another answer. */
    static String questions() {
        StringBuilder all = new StringBuilder();
        for (KernelField field : values()) {
            all.append(field.name())
                    .append(' ')
                    .append(field.struct)
                    .append(' ')
                    .append(field.paths)
                    .append(' ');
            all.append(field.bytes).append(field.optional ? "?\n" : "\n");
        }
        return all.toString();
    }

    /** All names that {@link Btf} will be asked for. */
    static Set<String> names() {
        Set<String> names = new HashSet<>();
        for (KernelField field : values()) {
            names.add(field.struct);
            for (String path : field.paths()) {
                for (String step : path.split("\\.", -1)) {
                    names.add(step.replaceFirst("\\[.*", ""));
                }
            }
        }
        return names;
    }
}
