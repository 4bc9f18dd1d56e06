package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reasons are those that probes gave on Linux 6.18, as root in a container and as nobody. */
class ReasonsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the holders of only 1 of 5 sockets could be seen: descriptors of 1 other process: permission denied (EACCES), even with CAP_SYS_PTRACE: a user namespace above ours, or a security module | the holders of only 1 of 5 sockets could be seen: permission denied (EACCES)",
                "the holders of only 0 of 8 sockets could be seen: descriptors of 34 other processes: permission denied (EACCES), needs root or CAP_SYS_PTRACE | needs root or CAP_SYS_PTRACE (EACCES)",
                "count inotify: the descriptors of 93 of 94 processes may not be listed (permission denied (EACCES)): run as root or with CAP_SYS_PTRACE | needs root or CAP_SYS_PTRACE (EACCES)",
                "no way of tracing is open: eBPF: bpf(2) refused: operation not permitted (EPERM): needs root or CAP_BPF and CAP_PERFMON, and no container or lockdown that forbids it; perf tracepoint: open /sys/kernel/tracing/events: permission denied (EACCES) | needs root or CAP_BPF and CAP_PERFMON (EPERM)",
                "open /proc/28459/maps: permission denied (EACCES) | open /proc/28459/maps: permission denied (EACCES)",
                "there is no swap | there is no swap",
            })
    void aReasonIsShortenedToTheRefusalAndItsRemedy(String reason, String brief) {
        assertThat(Reasons.brief(reason)).isEqualTo(brief);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pids cgroup: the process is in the root group, which has no limit | the root group has no limit",
                "read thermal_throttle: no CPU has it: Intel's alone count, and virtual machines do not show them | this machine has no counters",
                "connection tracking is not loaded, or hidden: open x: no such file (ENOENT) | not loaded, or hidden",
            })
    void whatDoesNotExistHereIsNoLack(String reason, String brief) {
        assertThat(Reasons.notHere(reason)).contains(brief);
    }

    @Test
    void aRefusalIsALack() {
        assertThat(Reasons.notHere("open /proc/28459/maps: permission denied (EACCES)"))
                .isEmpty();
    }

    @Test
    void aReasonWithoutEndIsCut() {
        assertThat(Reasons.brief("x".repeat(10_000))).hasSizeLessThan(200);
    }
}
