package io.culprit.kernel.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Instructions of the eBPF machine (Documentation/bpf/standardization/instruction-set.rst), eight bytes each: operation,
 * registers (destination in the low half), offset, immediate. Jumps go to labels, forward or back.
 */
final class Assembler {
    static final int R0 = 0;
    static final int R1 = 1;
    static final int R2 = 2;
    static final int R3 = 3;
    static final int R4 = 4;
    static final int R5 = 5;
    static final int R6 = 6;
    static final int R7 = 7;
    static final int R8 = 8;
    static final int R9 = 9;
    /** The frame: 512 bytes below it are the stack. */
    static final int FP = 10;

    static final int BYTES = 8;

    enum Width {
        BYTE(0x10),
        SHORT(0x08),
        INT(0x00),
        LONG(0x18);

        private final int bits;

        Width(int bits) {
            this.bits = bits;
        }
    }

    enum Alu {
        ADD(0x00),
        SUB(0x10),
        MUL(0x20),
        OR(0x40),
        AND(0x50),
        SHIFT_LEFT(0x60),
        SHIFT_RIGHT(0x70),
        NEGATE(0x80),
        MOVE(0xb0),
        /** Keeps the sign. */
        SHIFT_RIGHT_SIGNED(0xc0);

        private final int bits;

        Alu(int bits) {
            this.bits = bits;
        }
    }

    /** Comparisons are of 64 bits and unsigned. */
    enum If {
        EQUAL(0x10),
        ABOVE(0x20),
        AT_LEAST(0x30),
        NOT_EQUAL(0x50);

        private final int bits;

        If(int bits) {
            this.bits = bits;
        }
    }

    /** A place to jump to. */
    static final class Label {
        private int at = -1;
    }

    private static final int LOAD = 0x61;
    private static final int STORE = 0x63;
    private static final int STORE_IMMEDIATE = 0x62;
    private static final int ATOMIC_LONG = 0xdb;
    private static final int LOAD_64 = 0x18;
    private static final int ALU_64 = 0x07;
    private static final int JUMP = 0x05;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;
    private static final int FROM_REGISTER = 0x08;
    private static final int PSEUDO_MAP_FD = 1;
    private static final int PSEUDO_MAP_VALUE = 2;

    private long[] code = new long[256];
    private Label[] targets = new Label[256];
    private int count;

    void bind(Label label) {
        label.at = count;
    }

    void move(int dst, int src) {
        alu(Alu.MOVE, dst, src);
    }

    void set(int dst, int value) {
        aluImmediate(Alu.MOVE, dst, value);
    }

    void alu(Alu operation, int dst, int src) {
        emit(ALU_64 | operation.bits | FROM_REGISTER, dst, src, 0, 0);
    }

    /** The immediate is extended with its sign to 64 bits. */
    void aluImmediate(Alu operation, int dst, int value) {
        emit(ALU_64 | operation.bits, dst, 0, 0, value);
    }

    void negate(int dst) {
        emit(ALU_64 | Alu.NEGATE.bits, dst, 0, 0, 0);
    }

    void load(Width width, int dst, int base, int offset) {
        emit(LOAD | width.bits, dst, base, offset, 0);
    }

    void store(Width width, int base, int offset, int src) {
        emit(STORE | width.bits, base, src, offset, 0);
    }

    void storeImmediate(Width width, int base, int offset, int value) {
        emit(STORE_IMMEDIATE | width.bits, base, 0, offset, value);
    }

    void atomicAdd(int base, int offset, int src) {
        emit(ATOMIC_LONG, base, src, offset, 0);
    }

    void set64(int dst, long value) {
        wide(dst, 0, (int) value, (int) (value >>> 32));
    }

    void map(int dst, int fd) {
        wide(dst, PSEUDO_MAP_FD, fd, 0);
    }

    /** The address of the one value of an array map: no look-up at run time. */
    void mapValue(int dst, int fd, int offset) {
        wide(dst, PSEUDO_MAP_VALUE, fd, offset);
    }

    void jump(Label to) {
        jump(JUMP, 0, 0, 0, to);
    }

    void jumpIf(If condition, int left, int immediate, Label to) {
        jump(JUMP | condition.bits, left, 0, immediate, to);
    }

    void jumpIfRegister(If condition, int left, int right, Label to) {
        jump(JUMP | condition.bits | FROM_REGISTER, left, right, 0, to);
    }

    void call(int helper) {
        emit(CALL, 0, 0, 0, helper);
    }

    void exit() {
        emit(EXIT, 0, 0, 0, 0);
    }

    /** The program in the byte order of the machine. */
    byte[] assemble() {
        ByteBuffer bytes = ByteBuffer.allocate(count * BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            long instruction = code[i];
            Label target = targets[i];
            if (target != null) {
                int distance = target.at - i - 1;
                if (target.at < 0 || distance != (short) distance) {
                    throw new IllegalStateException("jump at " + i + " to nowhere or too far");
                }
                instruction |= (distance & 0xffffL) << 16;
            }
            bytes.putLong(instruction);
        }
        return bytes.array();
    }

    private void jump(int operation, int dst, int src, int immediate, Label to) {
        emit(operation, dst, src, 0, immediate);
        targets[count - 1] = to;
    }

    private void wide(int dst, int kind, int low, int high) {
        emit(LOAD_64, dst, kind, 0, low);
        emit(0, 0, 0, 0, high);
    }

    private void emit(int operation, int dst, int src, int offset, int immediate) {
        if (count == code.length) {
            code = Arrays.copyOf(code, 2 * count);
            targets = Arrays.copyOf(targets, 2 * count);
        }
        code[count++] = operation | dst << 8 | src << 12 | (offset & 0xffffL) << 16 | (long) immediate << 32;
    }
}
