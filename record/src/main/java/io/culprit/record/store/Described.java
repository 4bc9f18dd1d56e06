package io.culprit.record.store;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.RecordedProcess;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * The description of a process as bytes. Its start is on the boot clock, so that it moves with the samples when the wall clock
 * is set.
 */
final class Described {
    private static final int HAS_EXECUTABLE = 1;
    private static final int HAS_CGROUP = 2;
    private static final int HAS_UNIT = 4;
    private static final int HAS_CONTAINER = 8;
    private static final int KERNEL_THREAD = 16;

    /** USER_HZ, the same on every Linux that Java runs on (proc_pid_stat(5), starttime). */
    private static final int MILLIS_OF_TICK = 10;

    private Described() {}

    /** @param placement wall clock minus boot clock, milliseconds, when it was described */
    static void encode(Bytes out, RecordedProcess process, long placement) {
        int flags = (process.executable().isPresent() ? HAS_EXECUTABLE : 0)
                | (process.cgroup().isPresent() ? HAS_CGROUP : 0)
                | (process.unit().isPresent() ? HAS_UNIT : 0)
                | (process.container().isPresent() ? HAS_CONTAINER : 0)
                | (process.kernelThread() ? KERNEL_THREAD : 0);
        out.varint(flags);
        out.signed(process.parent());
        out.varint(process.uid().isPresent() ? (process.uid().getAsInt() & 0xFFFF_FFFFL) + 1 : 0);
        out.signed(process.startedMillis() - placement);
        out.text(process.name());
        out.text(process.program());
        out.text(process.command());
        process.executable().ifPresent(out::text);
        process.cgroup().ifPresent(out::text);
        process.unit().ifPresent(out::text);
        process.container().ifPresent(out::text);
    }

    static RecordedProcess decode(Input in, ProcessId id, long placement) {
        int flags = (int) in.varint();
        int parent = (int) in.signed();
        long uid = in.varint();
        long started = in.signed();
        String name = in.text();
        String program = in.text();
        String command = in.text();
        return new RecordedProcess(
                id,
                parent,
                uid == 0 ? OptionalInt.empty() : OptionalInt.of((int) (uid - 1)),
                name,
                program,
                text(in, flags & HAS_EXECUTABLE),
                command,
                text(in, flags & HAS_CGROUP),
                text(in, flags & HAS_UNIT),
                text(in, flags & HAS_CONTAINER),
                (flags & KERNEL_THREAD) != 0,
                started + placement);
    }

    private static Optional<String> text(Input in, int present) {
        return present == 0 ? Optional.empty() : Optional.of(in.text());
    }

    /** What is left of a process whose description is damaged: its values, and who it was by number. */
    static RecordedProcess lost(ProcessId id, long placement) {
        String name = "pid " + id.pid();
        return new RecordedProcess(
                id,
                0,
                OptionalInt.empty(),
                name,
                name,
                Optional.empty(),
                name + " (its description is damaged)",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                id.startTicks() * MILLIS_OF_TICK + placement);
    }

    /** Tells descriptions of one process apart; never 0, which stands for none. */
    static int mark(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        int mark = (int) crc.getValue();
        return mark == 0 ? 1 : mark;
    }
}
