package io.culprit.kernel.bpf;

import static io.culprit.kernel.bpf.Assembler.FP;
import static io.culprit.kernel.bpf.Assembler.R0;
import static io.culprit.kernel.bpf.Assembler.R1;
import static io.culprit.kernel.bpf.Assembler.R2;
import static io.culprit.kernel.bpf.Assembler.R3;
import static io.culprit.kernel.bpf.Assembler.R6;
import static io.culprit.kernel.bpf.Assembler.R7;
import static io.culprit.kernel.bpf.Assembler.R8;

import io.culprit.kernel.bpf.Assembler.Alu;
import io.culprit.kernel.bpf.Assembler.If;
import io.culprit.kernel.bpf.Assembler.Label;
import io.culprit.kernel.bpf.Assembler.Width;

/**
 * Runs for each thread of the host and writes a {@link TaskRecord}. Pointers are followed as the types say, which the kernel
 * lets fail softly: of a task that ends meanwhile zeros come, and no fault.
 */
final class TaskProgram {

    /** Counters of a thread in the order of the record, then those of the dead ones. */
    private static final KernelField[] LIVE = {
        KernelField.USER,
        KernelField.SYSTEM,
        KernelField.RUNTIME,
        KernelField.MINOR_FAULTS,
        KernelField.MAJOR_FAULTS,
        KernelField.VOLUNTARY,
        KernelField.INVOLUNTARY,
        KernelField.READ_BYTES,
        KernelField.WRITE_BYTES
    };

    private static final KernelField[] DEAD = {
        KernelField.DEAD_USER,
        KernelField.DEAD_SYSTEM,
        KernelField.DEAD_RUNTIME,
        KernelField.DEAD_MINOR_FAULTS,
        KernelField.DEAD_MAJOR_FAULTS,
        KernelField.DEAD_VOLUNTARY,
        KernelField.DEAD_INVOLUNTARY,
        KernelField.DEAD_READ_BYTES,
        KernelField.DEAD_WRITE_BYTES
    };

    private final Label out = new Label();
    private final TaskFrame frame;
    private final Assembler a;

    private TaskProgram(TaskFrame frame) {
        this.frame = frame;
        this.a = frame.a;
    }

    /** @param neighbours as in {@link MemoryPart} */
    static byte[] assemble(KernelLayout layout, CpuOffsets cpus, boolean neighbours) {
        var frame = new TaskFrame(layout);
        return new TaskProgram(frame).whole(new DescriptorPart(frame), new MemoryPart(frame, cpus, neighbours));
    }

    private byte[] whole(DescriptorPart descriptors, MemoryPart memory) {
        Label thread = new Label();
        a.move(R6, R1);
        a.load(Width.LONG, R7, R6, Iteration.CONTEXT_TASK);
        // After the last one it runs once more, without a task.
        a.jumpIf(If.EQUAL, R7, 0, out);
        classify();
        counters(R7, LIVE, TaskRecord.COUNTERS);
        a.load(Width.LONG, R1, FP, TaskFrame.FLAGS);
        a.jumpIf(If.EQUAL, R1, 0, thread);
        identity();
        descriptors.write();
        memory.write();
        torn();
        head();
        frame.write(TaskRecord.LONG);
        a.jump(out);
        a.bind(thread);
        head();
        frame.write(TaskRecord.SHORT);
        a.bind(out);
        a.set(R0, 0);
        a.exit();
        return a.assemble();
    }

    /** Sets flags and start. */
    private void classify() {
        Label done = new Label();
        a.load(Width.LONG, R3, R7, frame.at(KernelField.LEADER));
        a.load(Width.LONG, R1, R3, frame.at(KernelField.START));
        frame.keep(TaskRecord.START, R1);
        a.storeImmediate(Width.LONG, FP, TaskFrame.FLAGS, TaskRecord.IS_LONG | TaskRecord.IS_LEADER);
        a.load(Width.INT, R1, R7, frame.at(KernelField.PID));
        a.load(Width.INT, R2, R7, frame.at(KernelField.TGID));
        a.jumpIfRegister(If.EQUAL, R1, R2, done);
        a.storeImmediate(Width.LONG, FP, TaskFrame.FLAGS, TaskRecord.IS_LONG);
        a.jumpIfRegister(If.ABOVE, R2, R1, done);
        a.load(Width.INT, R1, R3, frame.at(KernelField.EXIT_STATE));
        a.jumpIf(If.NOT_EQUAL, R1, 0, done);
        a.storeImmediate(Width.LONG, FP, TaskFrame.FLAGS, 0);
        a.bind(done);
    }

    private void counters(int base, KernelField[] fields, int word) {
        for (int i = 0; i < fields.length; i++) {
            if (frame.layout.has(fields[i])) {
                a.load(Width.LONG, R1, base, frame.at(fields[i]));
                frame.keep(word + i, R1);
            } else {
                frame.zero(word + i);
            }
        }
    }

    private void identity() {
        a.load(Width.LONG, R1, R7, frame.at(KernelField.PARENT));
        a.load(Width.INT, R1, R1, frame.at(KernelField.TGID));
        a.load(Width.INT, R2, R7, frame.at(KernelField.FLAGS));
        a.aluImmediate(Alu.SHIFT_LEFT, R2, 32);
        a.alu(Alu.OR, R1, R2);
        frame.keep(TaskRecord.PARENT, R1);
        for (int half = 0; half < 2; half++) {
            a.load(Width.LONG, R1, R7, frame.at(KernelField.NAME) + half * Long.BYTES);
            frame.keep(TaskRecord.NAME + half, R1);
        }
        a.load(Width.LONG, R8, R7, frame.at(KernelField.SIGNAL));
        counters(R8, DEAD, TaskRecord.DEAD);
        a.load(Width.INT, R1, R8, frame.at(KernelField.THREADS));
        frame.keep(TaskRecord.THREADS, R1);
    }

    /** Memory and files of a task that ends are freed at once, and may then be another's. */
    private void torn() {
        Label torn = new Label();
        Label same = new Label();
        a.load(Width.LONG, R1, R7, frame.at(KernelField.MM));
        a.load(Width.LONG, R2, FP, TaskFrame.SAVED_MM);
        a.jumpIfRegister(If.NOT_EQUAL, R1, R2, torn);
        a.load(Width.LONG, R1, R7, frame.at(KernelField.FILES));
        a.load(Width.LONG, R2, FP, TaskFrame.SAVED_FILES);
        a.jumpIfRegister(If.EQUAL, R1, R2, same);
        a.bind(torn);
        frame.flag(TaskRecord.TORN);
        a.bind(same);
    }

    private void head() {
        a.load(Width.INT, R1, R7, frame.at(KernelField.TGID));
        a.load(Width.LONG, R2, FP, TaskFrame.FLAGS);
        a.aluImmediate(Alu.SHIFT_LEFT, R2, 32);
        a.alu(Alu.OR, R1, R2);
        frame.keep(TaskRecord.HEAD, R1);
    }
}
