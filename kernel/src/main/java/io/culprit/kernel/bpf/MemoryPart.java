package io.culprit.kernel.bpf;

import static io.culprit.kernel.bpf.Assembler.FP;
import static io.culprit.kernel.bpf.Assembler.R1;
import static io.culprit.kernel.bpf.Assembler.R2;
import static io.culprit.kernel.bpf.Assembler.R3;
import static io.culprit.kernel.bpf.Assembler.R7;
import static io.culprit.kernel.bpf.Assembler.R8;
import static io.culprit.kernel.bpf.Assembler.R9;

import io.culprit.kernel.bpf.Assembler.Alu;
import io.culprit.kernel.bpf.Assembler.If;
import io.culprit.kernel.bpf.Assembler.Label;
import io.culprit.kernel.bpf.Assembler.Width;

/** Counts the pages of a task. */
final class MemoryPart {
    private final TaskFrame frame;
    private final Assembler a;
    private final CpuOffsets cpus;
    private final boolean neighbours;

    /** @param neighbours reads the four page counters of a CPU at once where they lie side by side, as they do since Linux 6.6 */
    MemoryPart(TaskFrame frame, CpuOffsets cpus, boolean neighbours) {
        this.frame = frame;
        this.a = frame.a;
        this.cpus = cpus;
        this.neighbours = neighbours;
    }

    void write() {
        Label none = new Label();
        for (int kind = 0; kind < TaskRecord.PAGE_KINDS; kind++) {
            frame.zero(TaskRecord.PAGES + kind);
        }
        frame.zero(TaskRecord.VM_DATA);
        a.load(Width.LONG, R8, R7, frame.at(KernelField.MM));
        a.store(Width.LONG, FP, TaskFrame.SAVED_MM, R8);
        a.jumpIf(If.EQUAL, R8, 0, none);
        // A kernel thread borrows memory at times and has none.
        a.load(Width.INT, R1, R7, frame.at(KernelField.FLAGS));
        a.aluImmediate(Alu.AND, R1, TaskRecord.KERNEL_THREAD);
        a.jumpIf(If.NOT_EQUAL, R1, 0, none);
        frame.flag(TaskRecord.HAS_MEMORY);
        a.load(Width.LONG, R1, R8, frame.at(KernelField.VM_DATA));
        frame.keep(TaskRecord.VM_DATA, R1);
        for (int kind = 0; kind < TaskRecord.PAGE_KINDS; kind++) {
            a.load(Width.LONG, R1, R8, frame.at(KernelField.RSS_FIRST) + kind * frame.layout.rssStride());
            frame.keep(TaskRecord.PAGES + kind, R1);
        }
        if (frame.layout.has(KernelField.RSS_OF_CPUS)) {
            pagesOfCpus();
        }
        a.bind(none);
    }

    /** Adds what each CPU counted for itself: up to 32 pages or twice the number of CPUs, for each kind and CPU. */
    private void pagesOfCpus() {
        Label done = new Label();
        int counters = frame.at(KernelField.RSS_OF_CPUS);
        if (neighbours) {
            Label apart = new Label();
            a.load(Width.LONG, R9, R8, counters);
            for (int kind = 1; kind < TaskRecord.PAGE_KINDS; kind++) {
                a.load(Width.LONG, R1, R8, counters + kind * frame.layout.rssStride());
                a.move(R2, R9);
                a.aluImmediate(Alu.ADD, R2, kind * Integer.BYTES);
                a.jumpIfRegister(If.NOT_EQUAL, R1, R2, apart);
            }
            eachCpu(0, TaskRecord.PAGE_KINDS);
            a.jump(done);
            a.bind(apart);
        }
        for (int kind = 0; kind < TaskRecord.PAGE_KINDS; kind++) {
            a.load(Width.LONG, R8, FP, TaskFrame.SAVED_MM);
            a.load(Width.LONG, R9, R8, counters + kind * frame.layout.rssStride());
            eachCpu(kind, 1);
        }
        a.bind(done);
    }

    /** R9 = the counters as the kernel names them, without a CPU's offset; R8 is lost. */
    private void eachCpu(int firstKind, int kinds) {
        Label next = new Label();
        a.set(R8, 0);
        a.bind(next);
        a.mapValue(R3, cpus.map(), 0);
        a.move(R1, R8);
        a.aluImmediate(Alu.SHIFT_LEFT, R1, 3);
        a.alu(Alu.ADD, R3, R1);
        a.load(Width.LONG, R3, R3, 0);
        a.alu(Alu.ADD, R3, R9);
        a.move(R1, FP);
        a.aluImmediate(Alu.ADD, R1, TaskFrame.ROOM);
        a.set(R2, kinds * Integer.BYTES);
        a.call(Iteration.HELPER_PROBE_READ_KERNEL);
        for (int kind = 0; kind < kinds; kind++) {
            a.load(Width.INT, R1, FP, TaskFrame.ROOM + kind * Integer.BYTES);
            a.aluImmediate(Alu.SHIFT_LEFT, R1, 32);
            a.aluImmediate(Alu.SHIFT_RIGHT_SIGNED, R1, 32);
            frame.add(TaskRecord.PAGES + firstKind + kind, R1);
        }
        a.aluImmediate(Alu.ADD, R8, 1);
        a.jumpIf(If.NOT_EQUAL, R8, cpus.count(), next);
    }
}
