package io.culprit.kernel.bpf;

import static io.culprit.kernel.bpf.Assembler.FP;
import static io.culprit.kernel.bpf.Assembler.R0;
import static io.culprit.kernel.bpf.Assembler.R1;
import static io.culprit.kernel.bpf.Assembler.R2;
import static io.culprit.kernel.bpf.Assembler.R3;
import static io.culprit.kernel.bpf.Assembler.R4;
import static io.culprit.kernel.bpf.Assembler.R6;
import static io.culprit.kernel.bpf.Assembler.R7;
import static io.culprit.kernel.bpf.Assembler.R8;
import static io.culprit.kernel.bpf.Assembler.R9;

import io.culprit.kernel.bpf.Assembler.Alu;
import io.culprit.kernel.bpf.Assembler.If;
import io.culprit.kernel.bpf.Assembler.Label;
import io.culprit.kernel.bpf.Assembler.Width;
import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.syscalls.SyscallTable;

/**
 * The programs on {@code sys_exit} and {@code sys_enter}. At the end of a call its registers still hold its number and first
 * argument, so counting needs the end alone; only timing needs the beginning too.
 *
 * <p>Calls of others leave within ten instructions. The kernel does not run a program on a CPU where it runs already, and
 * does not move it, so rows need no atomic operation.
 */
final class CountingProgram {
    private static final int HELPER_LOOKUP = 1;
    private static final int HELPER_UPDATE = 2;
    private static final int HELPER_NANOSECONDS = 5;
    private static final int HELPER_CPU = 8;
    private static final int HELPER_PID_TGID = 14;
    private static final int HELPER_PROBE_READ_KERNEL = 113;

    private static final int STACK_PID_TGID = -8;
    private static final int STACK_REGISTERS = -24;
    /** Results in [-4095, -1] are errors (MAX_ERRNO in include/linux/err.h). */
    private static final int MAX_ERRNO = 4095;
    /** 2^64 over the golden ratio: odd, and spreads neighbours far apart. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** @param descriptorFirst an array map of one value: a byte for each call number, not 0 when it takes a descriptor */
    record Maps(int rows, int spill, int slots, int descriptorFirst) {}

    private final Assembler a = new Assembler();
    private final Label out = new Label();
    private final Arch arch;
    private final Layout layout;
    private final Maps maps;

    private CountingProgram(Arch arch, Layout layout, Maps maps) {
        this.arch = arch;
        this.layout = layout;
        this.maps = maps;
    }

    /**
     * @param typed for a typed raw tracepoint, where registers are read directly
     * @param timed adds the time since {@link #enter} saw the call begin
     * @param processes ascending
     */
    static byte[] exit(Arch arch, Layout layout, Maps maps, boolean typed, boolean timed, int[] processes) {
        var program = new CountingProgram(arch, layout, maps);
        program.filter(processes);
        program.registers(typed);
        program.key();
        program.row();
        if (timed) {
            program.time();
        }
        return program.finish();
    }

    static byte[] enter(Arch arch, Layout layout, Maps maps, int[] processes) {
        var program = new CountingProgram(arch, layout, maps);
        program.filter(processes);
        program.remember();
        return program.finish();
    }

    private byte[] finish() {
        a.bind(out);
        a.set(R0, 0);
        a.exit();
        return a.assemble();
    }

    /** R6 = context, R7 = process; leaves unless it is one of ours. */
    private void filter(int[] processes) {
        Label ours = new Label();
        a.move(R6, R1);
        a.call(HELPER_PID_TGID);
        a.store(Width.LONG, FP, STACK_PID_TGID, R0);
        a.move(R7, R0);
        a.aluImmediate(Alu.SHIFT_RIGHT, R7, 32);
        search(processes, 0, processes.length, ours);
        a.bind(ours);
    }

    /** A search tree of immediates: five comparisons for two dozen processes, and no memory touched. */
    private void search(int[] processes, int from, int to, Label ours) {
        if (from >= to) {
            a.jump(out);
            return;
        }
        int middle = (from + to) >>> 1;
        a.jumpIf(If.EQUAL, R7, processes[middle], ours);
        if (to - from == 1) {
            a.jump(out);
            return;
        }
        Label above = new Label();
        a.jumpIf(If.ABOVE, R7, processes[middle], above);
        search(processes, from, middle, ours);
        a.bind(above);
        search(processes, middle + 1, to, ours);
    }

    /** R1 = number, R8 = first argument, R2 = result. */
    private void registers(boolean typed) {
        a.load(Width.LONG, R3, R6, 0);
        int number = arch.regsNumberOffset();
        int argument = arch.regsFirstArgOffset();
        if (typed) {
            a.load(Width.INT, R1, R3, number);
            a.load(Width.INT, R8, R3, argument);
        } else {
            // Number and argument are neighbours on both architectures: one read for both.
            int first = Math.min(number, argument);
            a.move(R1, FP);
            a.aluImmediate(Alu.ADD, R1, STACK_REGISTERS);
            a.set(R2, 2 * Long.BYTES);
            a.aluImmediate(Alu.ADD, R3, first);
            a.call(HELPER_PROBE_READ_KERNEL);
            a.load(Width.INT, R1, FP, STACK_REGISTERS + number - first);
            a.load(Width.INT, R8, FP, STACK_REGISTERS + argument - first);
        }
        a.load(Width.LONG, R2, R6, Long.BYTES);
    }

    /** R7 = process and number, R8 = errno and descriptor: the first 16 bytes of a row. */
    private void key() {
        a.aluImmediate(Alu.SHIFT_LEFT, R7, 32);
        a.alu(Alu.OR, R7, R1);
        Label none = new Label();
        Label some = new Label();
        a.jumpIf(If.AT_LEAST, R1, SyscallTable.SIZE, none);
        a.mapValue(R3, maps.descriptorFirst, 0);
        a.alu(Alu.ADD, R3, R1);
        a.load(Width.BYTE, R3, R3, 0);
        a.jumpIf(If.NOT_EQUAL, R3, 0, some);
        a.bind(none);
        a.set64(R8, Integer.toUnsignedLong(Layout.NO_DESCRIPTOR));
        a.bind(some);
        Label success = new Label();
        a.negate(R2);
        a.jumpIf(If.ABOVE, R2, MAX_ERRNO, success);
        a.aluImmediate(Alu.SHIFT_LEFT, R2, 32);
        a.alu(Alu.OR, R8, R2);
        a.bind(success);
    }

    /** R6 = block of this CPU, R9 = the row, its count grown by one. */
    private void row() {
        a.call(HELPER_CPU);
        a.jumpIf(If.AT_LEAST, R0, layout.cpus(), out);
        a.aluImmediate(Alu.MUL, R0, layout.block());
        a.mapValue(R6, maps.rows, 0);
        a.alu(Alu.ADD, R6, R0);
        a.set64(R2, SPREAD);
        a.move(R1, R7);
        a.alu(Alu.MUL, R1, R2);
        a.alu(Alu.ADD, R1, R8);
        a.alu(Alu.MUL, R1, R2);
        a.aluImmediate(Alu.SHIFT_RIGHT, R1, Long.SIZE - layout.bucketBits());
        a.aluImmediate(Alu.SHIFT_LEFT, R1, Layout.BUCKET_SHIFT);
        a.move(R9, R6);
        a.alu(Alu.ADD, R9, R1);
        a.aluImmediate(Alu.ADD, R9, Layout.HEADER);

        Label second = new Label();
        Label miss = new Label();
        Label hit = new Label();
        same(second);
        a.jump(hit);
        a.bind(second);
        a.aluImmediate(Alu.ADD, R9, Layout.ROW);
        same(miss);
        a.jump(hit);
        a.bind(miss);
        claim(hit);
        a.bind(hit);
        a.load(Width.LONG, R1, R9, Layout.COUNT);
        a.aluImmediate(Alu.ADD, R1, 1);
        a.store(Width.LONG, R9, Layout.COUNT, R1);
    }

    private void same(Label other) {
        a.load(Width.LONG, R1, R9, 0);
        a.jumpIfRegister(If.NOT_EQUAL, R1, R7, other);
        a.load(Width.LONG, R1, R9, Layout.DESCRIPTOR);
        a.jumpIfRegister(If.NOT_EQUAL, R1, R8, other);
    }

    /** R9 is the second row of the bucket: takes the rarer one of both, after its content has been saved. */
    private void claim(Label done) {
        Label spill = new Label();
        Label free = new Label();
        Label lost = new Label();
        Label update = new Label();
        a.load(Width.LONG, R1, R9, Layout.COUNT - Layout.ROW);
        a.load(Width.LONG, R2, R9, Layout.COUNT);
        a.jumpIfRegister(If.ABOVE, R1, R2, spill);
        a.aluImmediate(Alu.ADD, R9, -Layout.ROW);
        a.bind(spill);
        a.load(Width.LONG, R1, R9, 0);
        a.jumpIf(If.EQUAL, R1, 0, free);
        a.map(R1, maps.spill);
        a.move(R2, R9);
        a.call(HELPER_LOOKUP);
        a.jumpIf(If.EQUAL, R0, 0, update);
        for (int field = Layout.COUNT; field < Layout.LONGEST; field += Long.BYTES) {
            a.load(Width.LONG, R1, R9, field);
            a.atomicAdd(R0, field - Layout.KEY, R1);
        }
        // Two CPUs may both write here: the longest of a rare row is then one of the two longest.
        a.load(Width.LONG, R1, R9, Layout.LONGEST);
        a.load(Width.LONG, R2, R0, Layout.LONGEST - Layout.KEY);
        a.jumpIfRegister(If.AT_LEAST, R2, R1, free);
        a.store(Width.LONG, R0, Layout.LONGEST - Layout.KEY, R1);
        a.jump(free);
        a.bind(update);
        a.map(R1, maps.spill);
        a.move(R2, R9);
        a.move(R3, R9);
        a.aluImmediate(Alu.ADD, R3, Layout.KEY);
        a.set(R4, 0);
        a.call(HELPER_UPDATE);
        a.jumpIf(If.EQUAL, R0, 0, free);
        a.bind(lost);
        a.load(Width.LONG, R1, R6, 0);
        a.load(Width.LONG, R2, R9, Layout.COUNT);
        a.alu(Alu.ADD, R1, R2);
        a.store(Width.LONG, R6, 0, R1);
        a.bind(free);
        a.store(Width.LONG, R9, 0, R7);
        a.store(Width.LONG, R9, Layout.DESCRIPTOR, R8);
        for (int field = Layout.COUNT; field <= Layout.LONGEST; field += Long.BYTES) {
            a.storeImmediate(Width.LONG, R9, field, 0);
        }
        a.jump(done);
    }

    /** R8 = the slot of this thread, R7 = its id. */
    private void slot() {
        a.load(Width.LONG, R7, FP, STACK_PID_TGID);
        a.aluImmediate(Alu.AND, R7, (1 << Layout.TID_BITS) - 1);
        a.move(R1, R7);
        a.aluImmediate(Alu.AND, R1, (1 << Layout.SLOT_BITS) - 1);
        a.aluImmediate(Alu.SHIFT_LEFT, R1, 3);
        a.mapValue(R8, maps.slots, 0);
        a.alu(Alu.ADD, R8, R1);
    }

    /** Time and thread go into one word, written at once: no other thread's time can be taken for ours. */
    private void remember() {
        slot();
        a.call(HELPER_NANOSECONDS);
        a.aluImmediate(Alu.SHIFT_LEFT, R0, Layout.TID_BITS);
        a.alu(Alu.OR, R0, R7);
        a.store(Width.LONG, R8, 0, R0);
    }

    private void time() {
        slot();
        a.call(HELPER_NANOSECONDS);
        a.load(Width.LONG, R1, R8, 0);
        a.move(R2, R1);
        a.aluImmediate(Alu.AND, R2, (1 << Layout.TID_BITS) - 1);
        a.jumpIfRegister(If.NOT_EQUAL, R2, R7, out);
        a.storeImmediate(Width.LONG, R8, 0, 0);
        a.aluImmediate(Alu.SHIFT_RIGHT, R1, Layout.TID_BITS);
        a.alu(Alu.SUB, R0, R1);
        a.aluImmediate(Alu.SHIFT_LEFT, R0, Layout.TID_BITS);
        a.aluImmediate(Alu.SHIFT_RIGHT, R0, Layout.TID_BITS);
        a.load(Width.LONG, R1, R9, Layout.TIMED);
        a.aluImmediate(Alu.ADD, R1, 1);
        a.store(Width.LONG, R9, Layout.TIMED, R1);
        a.load(Width.LONG, R1, R9, Layout.NANOS);
        a.alu(Alu.ADD, R1, R0);
        a.store(Width.LONG, R9, Layout.NANOS, R1);
        a.load(Width.LONG, R1, R9, Layout.LONGEST);
        a.jumpIfRegister(If.AT_LEAST, R1, R0, out);
        a.store(Width.LONG, R9, Layout.LONGEST, R0);
    }
}
