package io.culprit.model;

/**
 * Which process: a pid alone is reused, so its start time and the boot belong to it.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param startTicks clock ticks after boot, field 22 of {@code /proc/PID/stat} (proc_pid_stat(5))
 */
public record ProcessId(String bootId, int pid, long startTicks) {}
