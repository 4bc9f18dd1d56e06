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

/** Counts the open descriptors of a task, in the bits of its table. */
final class DescriptorPart {
    private final TaskFrame frame;
    private final Assembler a;

    DescriptorPart(TaskFrame frame) {
        this.frame = frame;
        this.a = frame.a;
    }

    void write() {
        Label none = new Label();
        Label large = new Label();
        Label done = new Label();
        frame.zero(TaskRecord.DESCRIPTORS);
        a.load(Width.LONG, R1, R7, frame.at(KernelField.FILES));
        a.store(Width.LONG, FP, TaskFrame.SAVED_FILES, R1);
        a.jumpIf(If.EQUAL, R1, 0, none);
        frame.flag(TaskRecord.HAS_FILES);
        a.load(Width.LONG, R1, FP, TaskFrame.SAVED_FILES);
        a.load(Width.LONG, R1, R1, frame.at(KernelField.DESCRIPTOR_TABLE));
        a.load(Width.INT, R2, R1, frame.at(KernelField.TABLE_SIZE));
        a.jumpIf(If.ABOVE, R2, TaskRecord.MOST_COUNTED, large);
        a.load(Width.LONG, R8, R1, frame.at(KernelField.OPEN_BITS));
        // The size is a multiple of the bits in a word.
        a.aluImmediate(Alu.SHIFT_RIGHT, R2, 3);
        a.store(Width.LONG, FP, TaskFrame.LEFT, R2);
        countBits();
        a.jump(done);
        a.bind(large);
        frame.flag(TaskRecord.LARGE_TABLE);
        a.bind(none);
        a.bind(done);
    }

    /** R8 = address of the bits, {@link TaskFrame#LEFT} bytes of them: most tables have 8, those of more than 64 descriptors 32 and more. */
    private void countBits() {
        pieces(TaskFrame.ROOM_BYTES, TaskRecord.MOST_COUNTED / Byte.SIZE / TaskFrame.ROOM_BYTES);
        pieces(Long.BYTES, TaskFrame.ROOM_BYTES / Long.BYTES);
    }

    /** @param most the size was checked, and yet the kernel wants to see that the loop ends */
    private void pieces(int bytes, int most) {
        Label next = new Label();
        Label piece = new Label();
        Label end = new Label();
        a.set(R9, 0);
        a.bind(next);
        a.load(Width.LONG, R1, FP, TaskFrame.LEFT);
        a.jumpIf(If.AT_LEAST, R1, bytes, piece);
        a.jump(end);
        a.bind(piece);
        a.aluImmediate(Alu.ADD, R1, -bytes);
        a.store(Width.LONG, FP, TaskFrame.LEFT, R1);
        a.move(R1, FP);
        a.aluImmediate(Alu.ADD, R1, TaskFrame.ROOM);
        a.set(R2, bytes);
        a.move(R3, R8);
        a.call(Iteration.HELPER_PROBE_READ_KERNEL);
        a.aluImmediate(Alu.ADD, R8, bytes);
        for (int word = 0; word < bytes; word += Long.BYTES) {
            a.load(Width.LONG, R1, FP, TaskFrame.ROOM + word);
            BitCount.of(a);
            frame.add(TaskRecord.DESCRIPTORS, R1);
        }
        a.aluImmediate(Alu.ADD, R9, 1);
        a.jumpIf(If.NOT_EQUAL, R9, most, next);
        a.bind(end);
    }
}
