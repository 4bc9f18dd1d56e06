package io.culprit.kernel.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Arch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyscallTableTest {
    private final SyscallTable x86 = SyscallTable.of("x86_64");
    private final SyscallTable arm = SyscallTable.of("aarch64");

    @ParameterizedTest
    @CsvSource({
        "45, 207, recvfrom, true",
        "0, 63, read, true",
        "232, , epoll_wait, true",
        "202, 98, futex, false",
        "9, 222, mmap, false",
        "257, 56, openat, true",
        "11, 215, munmap, false",
        "462, 462, mseal, false",
        "470, 470, listns, false"
    })
    void knowsNameNumberAndWhetherADescriptorComesFirst(int onX86, Integer onArm, String name, boolean descriptor) {
        assertThat(x86.name(onX86)).isEqualTo(name);
        assertThat(x86.number(name)).hasValue(onX86);
        assertThat(x86.descriptorFirst(onX86)).isEqualTo(descriptor);
        if (onArm != null) {
            assertThat(arm.name(onArm)).isEqualTo(name);
            assertThat(arm.descriptorFirst(onArm)).isEqualTo(descriptor);
        } else {
            assertThat(arm.number(name)).isEmpty();
        }
    }

    @Test
    void hasNoGapUpToTheNewest() {
        for (int n = 424; n <= 470; n++) {
            assertThat(x86.name(n)).isEqualTo(arm.name(n)).doesNotStartWith("syscall ");
        }
        for (int n = 0; n <= 334; n++) {
            assertThat(x86.name(n)).doesNotStartWith("syscall ");
        }
    }

    @Test
    void agreesWithTheNumbersThatWeCallOurselves() {
        assertThat(x86.number("bpf")).hasValue(Arch.X86_64.bpf());
        assertThat(x86.number("ptrace")).hasValue(Arch.X86_64.ptrace());
        assertThat(arm.number("bpf")).hasValue(Arch.AARCH64.bpf());
        assertThat(arm.number("ptrace")).hasValue(Arch.AARCH64.ptrace());
        assertThat(arm.number("wait4")).hasValue(Arch.AARCH64.wait4());
        assertThat(arm.number("kcmp")).hasValue(Arch.AARCH64.kcmp());
    }

    @Test
    void aNumberWithoutANameStillHasWords() {
        assertThat(x86.name(999)).isEqualTo("syscall 999");
        assertThat(x86.name(-1)).isEqualTo("syscall -1");
        assertThat(x86.name(Integer.MAX_VALUE)).isEqualTo("x32 syscall 1073741823");
        assertThat(x86.name(0x40000000 | 45)).isEqualTo("x32 syscall 45");
        assertThat(x86.descriptorFirst(Integer.MIN_VALUE)).isFalse();
    }
}
