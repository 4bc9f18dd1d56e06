package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culprit.kernel.bpf.Assembler.If;
import io.culprit.kernel.bpf.Assembler.Label;
import io.culprit.kernel.bpf.Assembler.Width;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Expected bytes are those that {@code llvm-objdump -d} shows for the same instructions. */
class AssemblerTest {
    private final Assembler a = new Assembler();

    @Test
    void aProgramThatReturnsZero() {
        a.set(Assembler.R0, 0);
        a.exit();
        assertThat(hex()).isEqualTo("b700000000000000" + "9500000000000000");
    }

    @Test
    void registersOffsetsAndImmediatesLieWhereTheKernelLooks() {
        a.load(Width.LONG, Assembler.R3, Assembler.R6, 8);
        a.store(Width.INT, Assembler.FP, -4, Assembler.R1);
        a.aluImmediate(Assembler.Alu.SHIFT_RIGHT, Assembler.R0, 32);
        a.aluImmediate(Assembler.Alu.ADD, Assembler.R1, -16);
        a.call(14);
        assertThat(hex())
                .isEqualTo("7963080000000000" + "631afcff00000000" + "7700000020000000" + "07010000f0ffffff"
                        + "850000000e000000");
    }

    @Test
    void aConstantOf64BitsAndAMapTakeTwoSlots() {
        a.set64(Assembler.R2, 0x1122334455667788L);
        a.map(Assembler.R1, 7);
        assertThat(hex()).isEqualTo("1802000088776655" + "0000000044332211" + "1811000007000000" + "0000000000000000");
    }

    @Test
    void jumpsCountFromTheNextInstructionForwardAndBack() {
        Label back = new Label();
        Label ahead = new Label();
        a.bind(back);
        a.jumpIf(If.EQUAL, Assembler.R7, 5, ahead);
        a.jump(back);
        a.bind(ahead);
        a.exit();
        assertThat(hex()).isEqualTo("1507010005000000" + "0500feff00000000" + "9500000000000000");
    }

    @Test
    void aJumpToALabelThatIsNowhereIsRefused() {
        a.jump(new Label());
        assertThatThrownBy(a::assemble).isInstanceOf(IllegalStateException.class);
    }

    private String hex() {
        return HexFormat.of().formatHex(a.assemble());
    }
}
