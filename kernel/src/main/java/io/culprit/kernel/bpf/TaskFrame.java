package io.culprit.kernel.bpf;

import static io.culprit.kernel.bpf.Assembler.FP;
import static io.culprit.kernel.bpf.Assembler.R1;
import static io.culprit.kernel.bpf.Assembler.R2;
import static io.culprit.kernel.bpf.Assembler.R6;

import io.culprit.kernel.bpf.Assembler.Alu;
import io.culprit.kernel.bpf.Assembler.Width;

/** What the parts of {@link TaskProgram} share: R6 is the context, R7 the task, and on the stack lies the record as it grows. */
final class TaskFrame {
    /** Stack: the record, the mm and files it was filled from, then room for what is read from the kernel. */
    static final int RECORD = -256;

    static final int SAVED_MM = -264;
    static final int SAVED_FILES = -272;
    static final int LEFT = -280;
    static final int FLAGS = -288;
    static final int ROOM = -352;
    static final int ROOM_BYTES = 64;

    final Assembler a = new Assembler();
    final KernelLayout layout;

    TaskFrame(KernelLayout layout) {
        this.layout = layout;
    }

    /** Where the record does not fit, the kernel shows the same task again. */
    void write(int words) {
        a.move(R2, FP);
        a.aluImmediate(Alu.ADD, R2, RECORD);
        Iteration.write(a, R6, words * Long.BYTES);
    }

    void flag(int bit) {
        a.load(Width.LONG, R1, FP, FLAGS);
        a.aluImmediate(Alu.OR, R1, bit);
        a.store(Width.LONG, FP, FLAGS, R1);
    }

    void keep(int word, int register) {
        a.store(Width.LONG, FP, RECORD + word * Long.BYTES, register);
    }

    void zero(int word) {
        a.storeImmediate(Width.LONG, FP, RECORD + word * Long.BYTES, 0);
    }

    void add(int word, int register) {
        a.load(Width.LONG, R2, FP, RECORD + word * Long.BYTES);
        a.alu(Alu.ADD, R2, register);
        a.store(Width.LONG, FP, RECORD + word * Long.BYTES, R2);
    }

    int at(KernelField field) {
        return layout.at(field);
    }
}
