package io.culprit.record.sample;

import io.culprit.diagnose.probe.host.Identities;
import io.culprit.diagnose.probe.host.Identity;
import io.culprit.kernel.tasks.TaskTable;
import io.culprit.model.ProcessId;
import io.culprit.model.recording.RecordedProcess;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts a process into words: by what the sample tells, or, dearer, by what /proc tells of it as well. */
final class Describer implements AutoCloseable {
    /** USER_HZ: the unit of start times in /proc is 1/100 s on every architecture that Java runs on. */
    private static final int MILLIS_PER_TICK = 10;

    private static final int MOST_COMMAND_CHARS = 1024;

    private final String bootId;
    private final SharedNames names = new SharedNames();
    private final Identities identities = new Identities();
    private long bootedAtMillis;

    Describer(String bootId) {
        this.bootId = bootId;
    }

    /** Start times are told on the wall clock as it is now. */
    void clocks(long wallMillis, long bootMillis) {
        bootedAtMillis = wallMillis - bootMillis;
    }

    RecordedProcess brief(TaskTable table, int row) {
        String name = names.of(table, row);
        return new RecordedProcess(
                id(table, row),
                table.parent(row),
                OptionalInt.empty(),
                name,
                name,
                Optional.empty(),
                table.kernelThread(row) ? "[" + name + "]" : name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                table.kernelThread(row),
                started(table, row));
    }

    RecordedProcess full(TaskTable table, int row) {
        String name = names.of(table, row);
        Identity identity = identities.of(table.pid(row), name, table.kernelThread(row));
        return new RecordedProcess(
                id(table, row),
                table.parent(row),
                identity.uid(),
                name,
                identity.program(),
                identity.executable().asOptional(),
                bounded(identity.command()),
                identity.cgroup(),
                identity.unit(),
                identity.container(),
                table.kernelThread(row),
                started(table, row));
    }

    @Override
    public void close() {
        identities.close();
    }

    private ProcessId id(TaskTable table, int row) {
        return new ProcessId(bootId, table.pid(row), table.startTicks(row));
    }

    private long started(TaskTable table, int row) {
        return bootedAtMillis + table.startTicks(row) * MILLIS_PER_TICK;
    }

    /** A class path or a prompt can have a hundred kilobytes; what tells processes apart comes first. */
    private static String bounded(String command) {
        return command.length() <= MOST_COMMAND_CHARS ? command : command.substring(0, MOST_COMMAND_CHARS) + "…";
    }
}
