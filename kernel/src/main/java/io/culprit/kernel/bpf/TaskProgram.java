package io.culprit.kernel.bpf;

import static io.culprit.kernel.bpf.Assembler.FP;
import static io.culprit.kernel.bpf.Assembler.R0;
import static io.culprit.kernel.bpf.Assembler.R1;
import static io.culprit.kernel.bpf.Assembler.R2;
import static io.culprit.kernel.bpf.Assembler.R3;
import static io.culprit.kernel.bpf.Assembler.R6;
import static io.culprit.kernel.bpf.Assembler.R7;
import static io.culprit.kernel.bpf.Assembler.R8;
import static io.culprit.kernel.bpf.Assembler.R9;

import io.culprit.kernel.bpf.Assembler.Alu;
import io.culprit.kernel.bpf.Assembler.If;
import io.culprit.kernel.bpf.Assembler.Label;
import io.culprit.kernel.bpf.Assembler.Width;

/**
 * Runs for each thread of the host and writes a {@link TaskRecord}. Pointers are followed as the types say, which the kernel
 * lets fail softly: of a task that ends meanwhile zeros come, and no fault.
 */
final class TaskProgram {

    /** Stack: the record, the mm and files it was filled from, then room for what is read from the kernel. */
    private static final int RECORD = -256;

    private static final int SAVED_MM = -264;
    private static final int SAVED_FILES = -272;
    private static final int LEFT = -280;
    private static final int FLAGS = -288;
    private static final int ROOM = -352;
    private static final int ROOM_BYTES = 64;

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

    private final Assembler a = new Assembler();
    private final Label out = new Label();
    private final KernelLayout layout;
    private final CpuOffsets cpus;

    private final boolean neighbours;

    private TaskProgram(KernelLayout layout, CpuOffsets cpus, boolean neighbours) {
        this.layout = layout;
        this.cpus = cpus;
        this.neighbours = neighbours;
    }

    /** @param neighbours reads the four page counters of a CPU at once where they lie side by side, as they do since Linux 6.6 */
    static byte[] assemble(KernelLayout layout, CpuOffsets cpus, boolean neighbours) {
        return new TaskProgram(layout, cpus, neighbours).whole();
    }

    private byte[] whole() {
        Label thread = new Label();
        a.move(R6, R1);
        a.load(Width.LONG, R7, R6, Iteration.CONTEXT_TASK);
        // After the last one it runs once more, without a task.
        a.jumpIf(If.EQUAL, R7, 0, out);
        classify();
        counters(R7, LIVE, TaskRecord.COUNTERS);
        a.load(Width.LONG, R1, FP, FLAGS);
        a.jumpIf(If.EQUAL, R1, 0, thread);
        identity();
        files();
        memory();
        torn();
        head();
        write(TaskRecord.LONG);
        a.jump(out);
        a.bind(thread);
        head();
        write(TaskRecord.SHORT);
        a.bind(out);
        a.set(R0, 0);
        a.exit();
        return a.assemble();
    }

    /** Sets flags and start. */
    private void classify() {
        Label done = new Label();
        a.load(Width.LONG, R3, R7, at(KernelField.LEADER));
        a.load(Width.LONG, R1, R3, at(KernelField.START));
        keep(TaskRecord.START, R1);
        a.storeImmediate(Width.LONG, FP, FLAGS, TaskRecord.IS_LONG | TaskRecord.IS_LEADER);
        a.load(Width.INT, R1, R7, at(KernelField.PID));
        a.load(Width.INT, R2, R7, at(KernelField.TGID));
        a.jumpIfRegister(If.EQUAL, R1, R2, done);
        a.storeImmediate(Width.LONG, FP, FLAGS, TaskRecord.IS_LONG);
        a.jumpIfRegister(If.ABOVE, R2, R1, done);
        a.load(Width.INT, R1, R3, at(KernelField.EXIT_STATE));
        a.jumpIf(If.NOT_EQUAL, R1, 0, done);
        a.storeImmediate(Width.LONG, FP, FLAGS, 0);
        a.bind(done);
    }

    private void counters(int base, KernelField[] fields, int word) {
        for (int i = 0; i < fields.length; i++) {
            if (layout.has(fields[i])) {
                a.load(Width.LONG, R1, base, at(fields[i]));
                keep(word + i, R1);
            } else {
                zero(word + i);
            }
        }
    }

    private void identity() {
        a.load(Width.LONG, R1, R7, at(KernelField.PARENT));
        a.load(Width.INT, R1, R1, at(KernelField.TGID));
        a.load(Width.INT, R2, R7, at(KernelField.FLAGS));
        a.aluImmediate(Alu.SHIFT_LEFT, R2, 32);
        a.alu(Alu.OR, R1, R2);
        keep(TaskRecord.PARENT, R1);
        for (int half = 0; half < 2; half++) {
            a.load(Width.LONG, R1, R7, at(KernelField.NAME) + half * Long.BYTES);
            keep(TaskRecord.NAME + half, R1);
        }
        a.load(Width.LONG, R8, R7, at(KernelField.SIGNAL));
        counters(R8, DEAD, TaskRecord.DEAD);
        a.load(Width.INT, R1, R8, at(KernelField.THREADS));
        keep(TaskRecord.THREADS, R1);
    }

    private void files() {
        Label none = new Label();
        Label large = new Label();
        Label done = new Label();
        zero(TaskRecord.DESCRIPTORS);
        a.load(Width.LONG, R1, R7, at(KernelField.FILES));
        a.store(Width.LONG, FP, SAVED_FILES, R1);
        a.jumpIf(If.EQUAL, R1, 0, none);
        flag(TaskRecord.HAS_FILES);
        a.load(Width.LONG, R1, FP, SAVED_FILES);
        a.load(Width.LONG, R1, R1, at(KernelField.DESCRIPTOR_TABLE));
        a.load(Width.INT, R2, R1, at(KernelField.TABLE_SIZE));
        a.jumpIf(If.ABOVE, R2, TaskRecord.MOST_COUNTED, large);
        a.load(Width.LONG, R8, R1, at(KernelField.OPEN_BITS));
        // The size is a multiple of the bits in a word.
        a.aluImmediate(Alu.SHIFT_RIGHT, R2, 3);
        a.store(Width.LONG, FP, LEFT, R2);
        countBits();
        a.jump(done);
        a.bind(large);
        flag(TaskRecord.LARGE_TABLE);
        a.bind(none);
        a.bind(done);
    }

    /** R8 = address of the bits, {@link #LEFT} bytes of them: most tables have 8, those of more than 64 descriptors 32 and more. */
    private void countBits() {
        pieces(ROOM_BYTES, TaskRecord.MOST_COUNTED / Byte.SIZE / ROOM_BYTES);
        pieces(Long.BYTES, ROOM_BYTES / Long.BYTES);
    }

    /** @param most the size was checked, and yet the kernel wants to see that the loop ends */
    private void pieces(int bytes, int most) {
        Label next = new Label();
        Label piece = new Label();
        Label end = new Label();
        a.set(R9, 0);
        a.bind(next);
        a.load(Width.LONG, R1, FP, LEFT);
        a.jumpIf(If.AT_LEAST, R1, bytes, piece);
        a.jump(end);
        a.bind(piece);
        a.aluImmediate(Alu.ADD, R1, -bytes);
        a.store(Width.LONG, FP, LEFT, R1);
        a.move(R1, FP);
        a.aluImmediate(Alu.ADD, R1, ROOM);
        a.set(R2, bytes);
        a.move(R3, R8);
        a.call(Iteration.HELPER_PROBE_READ_KERNEL);
        a.aluImmediate(Alu.ADD, R8, bytes);
        for (int word = 0; word < bytes; word += Long.BYTES) {
            a.load(Width.LONG, R1, FP, ROOM + word);
            BitCount.of(a);
            add(TaskRecord.DESCRIPTORS, R1);
        }
        a.aluImmediate(Alu.ADD, R9, 1);
        a.jumpIf(If.NOT_EQUAL, R9, most, next);
        a.bind(end);
    }

    private void memory() {
        Label none = new Label();
        for (int kind = 0; kind < TaskRecord.PAGE_KINDS; kind++) {
            zero(TaskRecord.PAGES + kind);
        }
        zero(TaskRecord.VM_DATA);
        a.load(Width.LONG, R8, R7, at(KernelField.MM));
        a.store(Width.LONG, FP, SAVED_MM, R8);
        a.jumpIf(If.EQUAL, R8, 0, none);
        // A kernel thread borrows memory at times and has none.
        a.load(Width.INT, R1, R7, at(KernelField.FLAGS));
        a.aluImmediate(Alu.AND, R1, TaskRecord.KERNEL_THREAD);
        a.jumpIf(If.NOT_EQUAL, R1, 0, none);
        flag(TaskRecord.HAS_MEMORY);
        a.load(Width.LONG, R1, R8, at(KernelField.VM_DATA));
        keep(TaskRecord.VM_DATA, R1);
        for (int kind = 0; kind < TaskRecord.PAGE_KINDS; kind++) {
            a.load(Width.LONG, R1, R8, at(KernelField.RSS_FIRST) + kind * layout.rssStride());
            keep(TaskRecord.PAGES + kind, R1);
        }
        if (layout.has(KernelField.RSS_OF_CPUS)) {
            pagesOfCpus();
        }
        a.bind(none);
    }

    /** Adds what each CPU counted for itself: up to 32 pages or twice the number of CPUs, for each kind and CPU. */
    private void pagesOfCpus() {
        Label done = new Label();
        int counters = at(KernelField.RSS_OF_CPUS);
        if (neighbours) {
            Label apart = new Label();
            a.load(Width.LONG, R9, R8, counters);
            for (int kind = 1; kind < TaskRecord.PAGE_KINDS; kind++) {
                a.load(Width.LONG, R1, R8, counters + kind * layout.rssStride());
                a.move(R2, R9);
                a.aluImmediate(Alu.ADD, R2, kind * Integer.BYTES);
                a.jumpIfRegister(If.NOT_EQUAL, R1, R2, apart);
            }
            eachCpu(0, TaskRecord.PAGE_KINDS);
            a.jump(done);
            a.bind(apart);
        }
        for (int kind = 0; kind < TaskRecord.PAGE_KINDS; kind++) {
            a.load(Width.LONG, R8, FP, SAVED_MM);
            a.load(Width.LONG, R9, R8, counters + kind * layout.rssStride());
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
        a.aluImmediate(Alu.ADD, R1, ROOM);
        a.set(R2, kinds * Integer.BYTES);
        a.call(Iteration.HELPER_PROBE_READ_KERNEL);
        for (int kind = 0; kind < kinds; kind++) {
            a.load(Width.INT, R1, FP, ROOM + kind * Integer.BYTES);
            a.aluImmediate(Alu.SHIFT_LEFT, R1, 32);
            a.aluImmediate(Alu.SHIFT_RIGHT_SIGNED, R1, 32);
            add(TaskRecord.PAGES + firstKind + kind, R1);
        }
        a.aluImmediate(Alu.ADD, R8, 1);
        a.jumpIf(If.NOT_EQUAL, R8, cpus.count(), next);
    }

    /** Memory and files of a task that ends are freed at once, and may then be another's. */
    private void torn() {
        Label torn = new Label();
        Label same = new Label();
        a.load(Width.LONG, R1, R7, at(KernelField.MM));
        a.load(Width.LONG, R2, FP, SAVED_MM);
        a.jumpIfRegister(If.NOT_EQUAL, R1, R2, torn);
        a.load(Width.LONG, R1, R7, at(KernelField.FILES));
        a.load(Width.LONG, R2, FP, SAVED_FILES);
        a.jumpIfRegister(If.EQUAL, R1, R2, same);
        a.bind(torn);
        flag(TaskRecord.TORN);
        a.bind(same);
    }

    private void head() {
        a.load(Width.INT, R1, R7, at(KernelField.TGID));
        a.load(Width.LONG, R2, FP, FLAGS);
        a.aluImmediate(Alu.SHIFT_LEFT, R2, 32);
        a.alu(Alu.OR, R1, R2);
        keep(TaskRecord.HEAD, R1);
    }

    /** Where the record does not fit, the kernel shows the same task again. */
    private void write(int words) {
        a.move(R2, FP);
        a.aluImmediate(Alu.ADD, R2, RECORD);
        Iteration.write(a, R6, words * Long.BYTES);
    }

    private void flag(int bit) {
        a.load(Width.LONG, R1, FP, FLAGS);
        a.aluImmediate(Alu.OR, R1, bit);
        a.store(Width.LONG, FP, FLAGS, R1);
    }

    private void keep(int word, int register) {
        a.store(Width.LONG, FP, RECORD + word * Long.BYTES, register);
    }

    private void zero(int word) {
        a.storeImmediate(Width.LONG, FP, RECORD + word * Long.BYTES, 0);
    }

    private void add(int word, int register) {
        a.load(Width.LONG, R2, FP, RECORD + word * Long.BYTES);
        a.alu(Alu.ADD, R2, register);
        a.store(Width.LONG, FP, RECORD + word * Long.BYTES, R2);
    }

    private int at(KernelField field) {
        return layout.at(field);
    }
}
