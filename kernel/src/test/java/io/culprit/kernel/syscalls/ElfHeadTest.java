package io.culprit.kernel.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElfHeadTest {
    @Test
    void theClassTellsThirtyTwoFromSixtyFourBits() {
        assertThat(ElfHead.of32Bits(new byte[] {0x7f, 'E', 'L', 'F', 1})).isTrue();
        assertThat(ElfHead.of32Bits(new byte[] {0x7f, 'E', 'L', 'F', 2})).isFalse();
    }

    @Test
    void whatIsNoElfFileIsNotTakenForOne() {
        assertThat(ElfHead.of32Bits(new byte[] {'#', '!', '/', 'b', 1})).isFalse();
        assertThat(ElfHead.of32Bits(new byte[] {0x7f, 'E', 'L', 'F'})).isFalse();
        assertThat(ElfHead.of32Bits(new byte[0])).isFalse();
    }

    @Test
    void weRunOnSixtyFourBits() {
        assertThat(ElfHead.of32Bits((int) ProcessHandle.current().pid())).isFalse();
        assertThat(ElfHead.of32Bits(-1)).isFalse();
    }
}
