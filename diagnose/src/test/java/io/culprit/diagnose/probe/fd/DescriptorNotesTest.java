package io.culprit.diagnose.probe.fd;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.probe.Names;
import io.culprit.kernel.fd.FdInfo;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.DescriptorKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as Linux 6.18 prints them in fdinfo. */
class DescriptorNotesTest {
    @Test
    void aTimerIsToldInSeconds() {
        assertThat(note(
                        DescriptorKind.TIMERFD,
                        "clockid: 1\nticks: 3\nit_value: (59, 971903815)\nit_interval: (1, 500000000)"))
                .isEqualTo("fires in 59.972 s, then every 1.500 s (CLOCK_MONOTONIC), 3 expirations not read");
        assertThat(note(DescriptorKind.TIMERFD, "clockid: 0\nticks: 0\nit_value: (0, 900)\nit_interval: (0, 0)"))
                .isEqualTo("fires in 900 ns, once (CLOCK_REALTIME)");
        assertThat(note(DescriptorKind.TIMERFD, "clockid: 77\nticks: 1\nit_value: (0, 0)\nit_interval: (0, 0)"))
                .isEqualTo("not set (clock 77), 1 expiration not read");
    }

    @Test
    void anEventfdTellsItsCounter() {
        assertThat(note(DescriptorKind.EVENTFD, "eventfd-count:               1f\neventfd-semaphore: 1"))
                .isEqualTo("counter 31, semaphore");
        assertThat(note(DescriptorKind.EVENTFD, "eventfd-count: fffffffffffffffe"))
                .isEqualTo("counter 18446744073709551614");
    }

    @Test
    void aPidfdNamesItsProcess() {
        assertThat(note(DescriptorKind.PIDFD, "Pid:\t42")).isEqualTo("of process 42 (worker)");
        assertThat(note(DescriptorKind.PIDFD, "Pid:\t43")).isEqualTo("of process 43");
        assertThat(note(DescriptorKind.PIDFD, "Pid:\t-1")).isEqualTo("of a process that has ended");
    }

    @Test
    void bpfObjectsTellTheirNumbers() {
        assertThat(note(DescriptorKind.BPF, "map_type:\t2\nmap_id:\t25")).isEqualTo("map 25");
        assertThat(note(DescriptorKind.BPF, "prog_type:\t17\nprog_id:\t9")).isEqualTo("program 9");
        assertThat(note(DescriptorKind.BPF, "link_id:\t3\nprog_id:\t9")).isEqualTo("link 3 to program 9");
    }

    @Test
    void whatIsMissingIsNotInvented() {
        for (DescriptorKind kind : new DescriptorKind[] {
            DescriptorKind.TIMERFD,
            DescriptorKind.EVENTFD,
            DescriptorKind.PIDFD,
            DescriptorKind.SIGNALFD,
            DescriptorKind.BPF,
            DescriptorKind.OTHER
        }) {
            assertThat(note(kind, "")).isEmpty();
        }
    }

    private static String note(DescriptorKind kind, String fdinfo) {
        Names names = pid -> pid == 42
                ? Optional.of(new Names.Named(new ProcessId("boot", 42, 1), "worker", "daemon"))
                : Optional.empty();
        return DescriptorNotes.of(kind, FdInfo.parse(fdinfo), Optional.empty(), names);
    }
}
