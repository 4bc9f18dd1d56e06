package io.culprit.kernel.bpf;

import static io.culprit.kernel.bpf.Assembler.R1;
import static io.culprit.kernel.bpf.Assembler.R2;
import static io.culprit.kernel.bpf.Assembler.R3;

import io.culprit.kernel.bpf.Assembler.Alu;

/** How many bits of a word are set, as {@link Long#bitCount} does it without an instruction for it (Hacker's Delight, 5-1). */
final class BitCount {
    private static final long PAIRS = 0x5555_5555_5555_5555L;
    private static final long NIBBLES = 0x3333_3333_3333_3333L;
    private static final long BYTES = 0x0f0f_0f0f_0f0f_0f0fL;
    private static final long ONES = 0x0101_0101_0101_0101L;

    private BitCount() {}

    /** R1 = bits of R1; R2 and R3 are lost. */
    static void of(Assembler a) {
        a.move(R2, R1);
        a.aluImmediate(Alu.SHIFT_RIGHT, R2, 1);
        a.set64(R3, PAIRS);
        a.alu(Alu.AND, R2, R3);
        a.alu(Alu.SUB, R1, R2);
        a.set64(R3, NIBBLES);
        a.move(R2, R1);
        a.alu(Alu.AND, R2, R3);
        a.aluImmediate(Alu.SHIFT_RIGHT, R1, 2);
        a.alu(Alu.AND, R1, R3);
        a.alu(Alu.ADD, R1, R2);
        a.move(R2, R1);
        a.aluImmediate(Alu.SHIFT_RIGHT, R2, 4);
        a.alu(Alu.ADD, R1, R2);
        a.set64(R3, BYTES);
        a.alu(Alu.AND, R1, R3);
        a.set64(R3, ONES);
        a.alu(Alu.MUL, R1, R3);
        a.aluImmediate(Alu.SHIFT_RIGHT, R1, Long.SIZE - Byte.SIZE);
    }
}
