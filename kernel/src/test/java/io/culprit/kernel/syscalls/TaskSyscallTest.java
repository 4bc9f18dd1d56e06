package io.culprit.kernel.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.KernelFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSyscallTest {
    @Test
    void aSleepingThreadShowsItsCallAndFirstArgument() {
        // head -1 of /proc/PID/syscall of a shell that waits for its terminal, Linux 6.18
        assertThat(parse("0 0x3 0x55d1c3a4b2a0 0x1000 0x0 0x0 0x0 0x7ffd0f3c2b18 0x7f3a1c8f31f2\n"))
                .isEqualTo(new TaskSyscall.Asleep(0, 3));
        assertThat(parse("281 0xffffffffffffffff 0x0 0x0 0x0 0x0 0x8 0x7ffd 0x7f3a\n"))
                .isEqualTo(new TaskSyscall.Asleep(281, -1));
    }

    @Test
    void aThreadOnTheCpuAndOneOutsideOfACallShowNone() {
        assertThat(parse("running\n")).isEqualTo(new TaskSyscall.Running());
        assertThat(parse("-1 0x7ffd0f3c2b18 0x7f3a1c8f31f2\n")).isEqualTo(new TaskSyscall.Elsewhere());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "0 0x", "0 zz 0 0", "99999999999 0x0 0x0 0x0", "0 0x1ffffffffffffffff 0x0 0x0", "run"})
    void whatMakesNoSenseIsMalformed(String text) {
        assertThat(parse(text)).isEqualTo(new TaskSyscall.Malformed());
    }

    @Test
    void readsTheRunningKernel() {
        KernelFile.bytes("/proc/self/syscall")
                .asOptional()
                .ifPresent(b -> assertThat(TaskSyscall.parse(b, b.length)).isNotEqualTo(new TaskSyscall.Malformed()));
    }

    private static TaskSyscall parse(String text) {
        byte[] b = text.getBytes(StandardCharsets.US_ASCII);
        return TaskSyscall.parse(b, b.length);
    }
}
