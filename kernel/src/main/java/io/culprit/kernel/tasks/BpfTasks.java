package io.culprit.kernel.tasks;

import io.culprit.kernel.bpf.LayoutFile;
import io.culprit.kernel.bpf.TaskIterator;
import io.culprit.kernel.bpf.TaskRecord;
import io.culprit.kernel.fd.FdTables;
import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.sys.Read;
import java.util.List;

/**
 * All processes from inside the kernel: one pass over all threads at every reading, which gives everything but sockets at
 * next to no cost, and one over all descriptors where sockets are due; between, those of the last time are repeated.
 *
 * <p>CPU time is exact to what the scheduler has counted, at most one clock tick ago. Pages are exact, but for those that a CPU
 * moves from its own count to the common one in this very moment: at most 32 or twice the number of CPUs, and gone the next time.
 * Before Linux 6.2 threads hold back up to 64 pages each, there and in /proc. Switches are those of all threads. Sockets are told apart in every network
 * namespace. Names of kernel threads are short, as the kernel keeps them, where /proc says more.
 */
public final class BpfTasks implements TaskSource {
    private static final long NANOS = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private static final TaskColumn[] PAGES = {
        TaskColumn.RSS_FILE, TaskColumn.RSS_ANON, TaskColumn.SWAP, TaskColumn.RSS_SHMEM, TaskColumn.VM_DATA
    };

    private static final TaskColumn[] COUNTERS = {
        TaskColumn.MINOR_FAULTS,
        TaskColumn.MAJOR_FAULTS,
        TaskColumn.VOLUNTARY_SWITCHES,
        TaskColumn.INVOLUNTARY_SWITCHES,
        TaskColumn.READ_BYTES,
        TaskColumn.WRITE_BYTES
    };

    private static final TaskColumn[] SOCKETS = {
        TaskColumn.SOCKETS, TaskColumn.SOCKETS_CLOSED, TaskColumn.SOCKETS_CLOSE_WAIT, TaskColumn.SOCKETS_UNIX
    };

    private final TaskIterator iterator;
    private final FdTables tables = new FdTables();
    private final CpuSplit split = new CpuSplit();
    private final long pageBytes = AuxVector.self().pageBytes();
    private final long nanosPerTick = NANOS / AuxVector.self().ticksPerSecond();
    private final TaskIterator.Records tasks = this::task;
    private final TaskIterator.Records files = this::files;
    private TaskTally now = new TaskTally();
    private TaskTally before = new TaskTally();
    private Read.Ok<Integer> count = new Read.Ok<>(0);

    private BpfTasks(TaskIterator iterator) {
        this.iterator = iterator;
    }

    /** As {@link #open(LayoutFile)}, with nothing known of this kernel yet. */
    public static Read<TaskSource> open() {
        return open(new LayoutFile(List.of()));
    }

    /**
     * Loads the programs, reads once, and looks whether it says of ourselves what /proc says. Processes that the iterator does
     * not show are read from /proc.
     *
     * @param kept where the kernel's layout is known from an earlier start; where it does not fit, it is learned again
     * @return refused, with words, where the kernel or its layout does not permit it: /proc is then the way
     */
    public static Read<TaskSource> open(LayoutFile kept) {
        return SelfCheck.pidNamespace().flatMap(x -> {
            Read<TaskSource> opened = checked(kept);
            return opened instanceof Read.Refused<TaskSource> && kept.forget() ? checked(kept) : opened;
        });
    }

    private static Read<TaskSource> checked(LayoutFile kept) {
        return TaskIterator.open(kept).flatMap(iterator -> {
            TaskSource source = new CompletedTasks(new BpfTasks(iterator));
            Read<Integer> right = SelfCheck.compare(source);
            if (right instanceof Read.Refused<Integer>) {
                source.close();
            }
            return right.map(pid -> source);
        });
    }

    @Override
    public Read<Integer> read(TaskTable table, int wanted) {
        table.clear();
        TaskTally older = before;
        before = now;
        now = older;
        now.clear();
        int result = iterator.tasks(tasks);
        if (result < 0) {
            // What was known of the last time stays known.
            now = before;
            before = older;
            return Read.refused("read a bpf iterator", -result);
        }
        boolean sockets = (wanted & TaskColumn.SOCKETS_READ) != 0 && iterator.files(files) == 0;
        for (int row = 0; row < now.rows(); row++) {
            // Without its leader a process came or went in this moment, and has no identity.
            if (now.has(row, TaskRecord.IS_LEADER)) {
                publish(table, row, wanted, sockets);
            }
        }
        if (count.value() != table.rows()) {
            count = new Read.Ok<>(table.rows());
        }
        return count;
    }

    @Override
    public String method() {
        return "BPF iterator";
    }

    @Override
    public void close() {
        iterator.close();
        tables.close();
    }

    private void task(long[] record, int at) {
        now.task(record, at);
    }

    private void files(long[] record, int at) {
        now.files(record, at);
    }

    private void publish(TaskTable table, int row, int wanted, boolean sockets) {
        int old = before.find(now.pid(row), now.get(row, TaskTally.START));
        long parent = now.get(row, TaskTally.PARENT);
        long low = CommBytes.low(now.get(row, TaskTally.NAME));
        int to = table.add(
                now.pid(row),
                (int) parent,
                now.get(row, TaskTally.START) / nanosPerTick,
                TaskRecord.kernelThread(parent),
                low,
                CommBytes.high(low, now.get(row, TaskTally.NAME + 1)));
        counters(table, to, row, old);
        table.set(to, TaskColumn.THREADS, now.get(row, TaskTally.THREADS));
        int read = memory(table, to, row, old) | descriptors(table, to, row, old, wanted);
        read |= sockets(table, to, row, old, sockets);
        table.set(to, TaskColumn.READ_NOW, read);
    }

    private void counters(TaskTable table, int to, int row, int old) {
        if (old >= 0) {
            // A thread that ended between its leader's turn and its own was seen neither alive nor dead: next time it
            // is.
            for (int i = 0; i < TaskRecord.COUNTER_COUNT; i++) {
                int word = TaskTally.COUNTERS + i;
                now.set(row, word, Math.max(now.get(row, word), before.get(old, word)));
            }
        }
        split.of(
                counter(row, TaskRecord.USER),
                counter(row, TaskRecord.SYSTEM),
                counter(row, TaskRecord.RUNTIME),
                old < 0 ? 0 : before.get(old, TaskTally.USER_NANOS),
                old < 0 ? 0 : before.get(old, TaskTally.SYSTEM_NANOS));
        now.set(row, TaskTally.USER_NANOS, split.user);
        now.set(row, TaskTally.SYSTEM_NANOS, split.system);
        table.set(to, TaskColumn.CPU_USER, split.user / NANOS_PER_MICRO);
        table.set(to, TaskColumn.CPU_SYSTEM, split.system / NANOS_PER_MICRO);
        int known = iterator.countsBytes() ? COUNTERS.length : COUNTERS.length - 2;
        for (int i = 0; i < known; i++) {
            table.set(to, COUNTERS[i], counter(row, TaskRecord.MINOR_FAULTS + i));
        }
    }

    private long counter(int row, int which) {
        return now.get(row, TaskTally.COUNTERS + which);
    }

    /** @return bits of what is of now */
    private int memory(TaskTable table, int to, int row, int old) {
        boolean torn = !now.has(row, TaskRecord.HAS_MEMORY) && now.has(row, TaskRecord.TORN);
        for (int i = 0; i < PAGES.length; i++) {
            int word = TaskTally.PAGES + i;
            if (torn) {
                now.set(row, word, old < 0 ? TaskTable.UNKNOWN : before.get(old, word));
            }
            long pages = now.get(row, word);
            table.set(to, PAGES[i], pages == TaskTable.UNKNOWN ? pages : Math.max(0, pages) * pageBytes);
        }
        return torn ? 0 : TaskColumn.DETAILS_READ;
    }

    private int descriptors(TaskTable table, int to, int row, int old, int wanted) {
        boolean torn = !now.has(row, TaskRecord.HAS_FILES) && now.has(row, TaskRecord.TORN);
        long known = old < 0 ? TaskTable.UNKNOWN : before.get(old, TaskTally.DESCRIPTORS);
        long read = now.get(row, TaskTally.DESCRIPTORS);
        if (torn) {
            read = TaskTable.UNKNOWN;
        } else if (now.has(row, TaskRecord.LARGE_TABLE)) {
            boolean due = known == TaskTable.UNKNOWN || (wanted & TaskColumn.FDS_READ) != 0;
            read = now.has(row, TaskTally.HAS_SOCKETS)
                    ? now.get(row, TaskTally.LISTED)
                    : countByProc(now.pid(row), due);
        }
        boolean fresh = read != TaskTable.UNKNOWN;
        now.set(row, TaskTally.DESCRIPTORS, fresh ? read : known);
        table.set(to, TaskColumn.FDS, fresh ? read : known);
        return fresh ? TaskColumn.FDS_READ : 0;
    }

    /** For tables with room for more than the program counts: rare, and one call where the kernel counts for us (Linux 6.2). */
    private long countByProc(int pid, boolean due) {
        return due && tables.sizeIsCount()
                ? tables.count(pid, Integer.MAX_VALUE).asOptional().orElse(TaskTable.UNKNOWN)
                : TaskTable.UNKNOWN;
    }

    private int sockets(TaskTable table, int to, int row, int old, boolean read) {
        // Without descriptors there are no sockets; with some and yet no record, it ended before its turn came.
        boolean fresh = read && (now.has(row, TaskTally.HAS_SOCKETS) || now.get(row, TaskTally.DESCRIPTORS) == 0);
        for (int i = 0; i < SOCKETS.length; i++) {
            int word = TaskTally.SOCKETS + i;
            if (!fresh) {
                now.set(row, word, old < 0 ? TaskTable.UNKNOWN : before.get(old, word));
            }
            table.set(to, SOCKETS[i], now.get(row, word));
        }
        return fresh ? TaskColumn.SOCKETS_READ : 0;
    }
}
