package io.culprit.record.install;

import java.util.Arrays;
import java.util.List;

/** A capability (capabilities(7)) that the service is given: what for, and what is lost where somebody takes it away. */
public enum Right {
    CAP_DAC_READ_SEARCH(
            2,
            "list /proc/PID/fd and read /proc/PID/io and the programs' files, which belong to other users",
            "descriptors and disk I/O of all processes; the names of functions"),
    CAP_SYS_PTRACE(
            19,
            "pass the check that the kernel makes before it shows /proc/PID/fd, io, exe and maps to another user",
            "descriptors, disk I/O and executables of all processes; which descriptions two processes share"),
    CAP_SYSLOG(
            34,
            "read kernel messages and the addresses of kernel functions where dmesg_restrict and kptr_restrict hide them",
            "OOM kills and kernel complaints, names of kernel functions, at a spike"),
    CAP_PERFMON(
            38,
            "load the BPF programs that read all processes, and sample what is on the CPUs",
            "the cheap reading of all processes (/proc is read instead), CPU profiles, the count of system calls"),
    CAP_BPF(39, "create BPF maps and programs", "the same as without CAP_PERFMON, but for CPU profiles"),
    CAP_CHECKPOINT_RESTORE(
            40,
            "open the very file that a process has mapped, /proc/PID/map_files",
            "names of functions of a program whose file was replaced or deleted, at a spike");

    private final int number;
    private final String purpose;
    private final String loss;

    Right(int number, String purpose, String loss) {
        this.number = number;
        this.purpose = purpose;
        this.loss = loss;
    }

    public String purpose() {
        return purpose;
    }

    /** What the recorder, or the investigation that it starts at a spike, lacks without it. */
    public String loss() {
        return loss;
    }

    /** @param last the greatest number that the kernel knows, /proc/sys/kernel/cap_last_cap */
    public static List<Right> known(int last) {
        return Arrays.stream(values()).filter(r -> r.number <= last).toList();
    }
}
