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
 * Runs for each descriptor of the host, those of a task in a row, and writes a {@link FileRecord} when the next task begins: the
 * descriptors themselves never leave the kernel. Threads that share their leader's table are not shown by the kernel.
 */
final class FileProgram {
    /** {@code struct bpf_iter__task_file}: meta, task, fd, file. */
    private static final int CONTEXT_FILE = 24;

    /** {@code S_IFMT} and {@code S_IFSOCK}. */
    private static final int TYPE_MASK = 0xf000;

    private static final int SOCKET_TYPE = 0xc000;
    /** {@code FMODE_PATH}: the name of a socket, opened without the socket. */
    private static final int PATH_ONLY = 0x4000;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int TCP = 6;
    private static final int STATE_CLOSE = 7;
    private static final int STATE_CLOSE_WAIT = 8;
    private static final int ROOM = -8;

    private final Assembler a = new Assembler();
    private final Label out = new Label();
    private final KernelLayout layout;
    private final int state;

    private FileProgram(KernelLayout layout, int state) {
        this.layout = layout;
        this.state = state;
    }

    /** @param state an array map of one value, in which the record grows */
    static byte[] assemble(KernelLayout layout, int state) {
        return new FileProgram(layout, state).whole();
    }

    private byte[] whole() {
        Label last = new Label();
        a.move(R6, R1);
        a.mapValue(R8, state, 0);
        a.load(Width.LONG, R7, R6, Iteration.CONTEXT_TASK);
        a.load(Width.LONG, R9, R6, CONTEXT_FILE);
        // After the last one it runs once more, with neither.
        a.jumpIf(If.EQUAL, R7, 0, last);
        a.jumpIf(If.EQUAL, R9, 0, last);
        sameTask();
        count(FileRecord.DESCRIPTORS);
        socket();
        a.jump(out);
        a.bind(last);
        flush();
        a.storeImmediate(Width.LONG, R8, FileRecord.HEAD * Long.BYTES, 0);
        a.bind(out);
        a.set(R0, 0);
        a.exit();
        return a.assemble();
    }

    /** Leaves when the record of the task before does not fit: this descriptor is then shown again. */
    private void sameTask() {
        Label same = new Label();
        Label fresh = new Label();
        Label begin = new Label();
        Iteration.number(a, R1, R6);
        a.jumpIf(If.NOT_EQUAL, R1, 0, begin);
        // A reading that was broken off left its state.
        a.storeImmediate(Width.LONG, R8, FileRecord.HEAD * Long.BYTES, 0);
        a.bind(begin);
        a.load(Width.INT, R1, R7, at(KernelField.PID));
        a.load(Width.INT, R2, R8, FileRecord.HEAD * Long.BYTES + Integer.BYTES);
        a.jumpIfRegister(If.EQUAL, R1, R2, same);
        a.jumpIf(If.EQUAL, R2, 0, fresh);
        flush();
        a.bind(fresh);
        a.load(Width.INT, R1, R7, at(KernelField.PID));
        a.store(Width.INT, R8, FileRecord.HEAD * Long.BYTES + Integer.BYTES, R1);
        a.load(Width.INT, R1, R7, at(KernelField.TGID));
        a.store(Width.INT, R8, FileRecord.HEAD * Long.BYTES, R1);
        a.load(Width.LONG, R1, R7, at(KernelField.LEADER));
        a.load(Width.LONG, R1, R1, at(KernelField.START));
        a.store(Width.LONG, R8, FileRecord.START * Long.BYTES, R1);
        for (int word = FileRecord.DESCRIPTORS; word < FileRecord.WORDS; word++) {
            a.storeImmediate(Width.LONG, R8, word * Long.BYTES, 0);
        }
        a.bind(same);
    }

    private void flush() {
        Label empty = new Label();
        a.load(Width.LONG, R1, R8, FileRecord.HEAD * Long.BYTES);
        a.jumpIf(If.EQUAL, R1, 0, empty);
        a.move(R2, R8);
        Iteration.write(a, R6, FileRecord.WORDS * Long.BYTES);
        a.jumpIf(If.NOT_EQUAL, R0, 0, out);
        a.bind(empty);
    }

    /** R9 = the file. */
    private void socket() {
        a.load(Width.LONG, R1, R9, at(KernelField.FILE_INODE));
        a.load(Width.SHORT, R1, R1, at(KernelField.INODE_MODE));
        a.aluImmediate(Alu.AND, R1, TYPE_MASK);
        a.jumpIf(If.NOT_EQUAL, R1, SOCKET_TYPE, out);
        a.load(Width.INT, R1, R9, at(KernelField.FILE_MODE));
        a.aluImmediate(Alu.AND, R1, PATH_ONLY);
        a.jumpIf(If.NOT_EQUAL, R1, 0, out);
        count(FileRecord.SOCKETS);
        a.load(Width.LONG, R9, R9, at(KernelField.FILE_PRIVATE));
        read(at(KernelField.SOCKET_SOCK), Long.BYTES);
        a.load(Width.LONG, R9, FP, ROOM);
        a.jumpIf(If.EQUAL, R9, 0, out);
        Label notUnix = new Label();
        Label internet = new Label();
        Label notClosed = new Label();
        read(at(KernelField.SOCK_FAMILY), Short.BYTES);
        a.load(Width.SHORT, R1, FP, ROOM);
        a.jumpIf(If.NOT_EQUAL, R1, AF_UNIX, notUnix);
        count(FileRecord.UNIX);
        a.jump(out);
        a.bind(notUnix);
        a.jumpIf(If.EQUAL, R1, AF_INET, internet);
        a.jumpIf(If.NOT_EQUAL, R1, AF_INET6, out);
        a.bind(internet);
        read(at(KernelField.SOCK_PROTOCOL), Short.BYTES);
        a.load(Width.SHORT, R1, FP, ROOM);
        a.jumpIf(If.NOT_EQUAL, R1, TCP, out);
        read(at(KernelField.SOCK_STATE), Byte.BYTES);
        a.load(Width.BYTE, R1, FP, ROOM);
        a.jumpIf(If.NOT_EQUAL, R1, STATE_CLOSE, notClosed);
        count(FileRecord.CLOSED);
        a.jump(out);
        a.bind(notClosed);
        a.jumpIf(If.NOT_EQUAL, R1, STATE_CLOSE_WAIT, out);
        count(FileRecord.CLOSE_WAIT);
    }

    private void count(int word) {
        a.load(Width.LONG, R1, R8, word * Long.BYTES);
        a.aluImmediate(Alu.ADD, R1, 1);
        a.store(Width.LONG, R8, word * Long.BYTES, R1);
    }

    /** From R9 into the room on the stack. */
    private void read(int offset, int bytes) {
        a.move(R1, FP);
        a.aluImmediate(Alu.ADD, R1, ROOM);
        a.set(R2, bytes);
        a.move(R3, R9);
        a.aluImmediate(Alu.ADD, R3, offset);
        a.call(Iteration.HELPER_PROBE_READ_KERNEL);
    }

    private int at(KernelField field) {
        return layout.at(field);
    }
}
