package io.culprit.record.sample;

import io.culprit.kernel.sys.Clocks;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.tasks.TaskColumn;
import io.culprit.kernel.tasks.TaskSource;
import io.culprit.kernel.tasks.TaskTable;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.record.store.Frame;
import io.culprit.record.store.RecordingWriter;
import java.time.Duration;

/** One sample: reads all processes into a frame, and keeps the store's book of who is who. */
final class Sampler implements AutoCloseable {
    /** What one column of the source becomes. */
    private record Pair(TaskColumn from, ProcessMetric to, long quantum) {}

    /** The kernel counts nanoseconds; below a millisecond they are noise that costs a byte each. */
    private static final long CPU_QUANTUM_MICROS = 1000;

    private static final Pair[] PAIRS = {
        new Pair(TaskColumn.CPU_USER, ProcessMetric.CPU_USER, CPU_QUANTUM_MICROS),
        new Pair(TaskColumn.CPU_SYSTEM, ProcessMetric.CPU_SYSTEM, CPU_QUANTUM_MICROS),
        new Pair(TaskColumn.RSS_ANON, ProcessMetric.RSS_ANON, 1),
        new Pair(TaskColumn.RSS_FILE, ProcessMetric.RSS_FILE, 1),
        new Pair(TaskColumn.RSS_SHMEM, ProcessMetric.RSS_SHMEM, 1),
        new Pair(TaskColumn.VM_DATA, ProcessMetric.VM_DATA, 1),
        new Pair(TaskColumn.SWAP, ProcessMetric.SWAP, 1),
        new Pair(TaskColumn.THREADS, ProcessMetric.THREADS, 1),
        new Pair(TaskColumn.FDS, ProcessMetric.FDS, 1),
        new Pair(TaskColumn.SOCKETS, ProcessMetric.SOCKETS, 1),
        new Pair(TaskColumn.MINOR_FAULTS, ProcessMetric.MINOR_FAULTS, 1),
        new Pair(TaskColumn.MAJOR_FAULTS, ProcessMetric.MAJOR_FAULTS, 1),
        new Pair(TaskColumn.VOLUNTARY_SWITCHES, ProcessMetric.VOLUNTARY_SWITCHES, 1),
        new Pair(TaskColumn.INVOLUNTARY_SWITCHES, ProcessMetric.INVOLUNTARY_SWITCHES, 1),
        new Pair(TaskColumn.READ_BYTES, ProcessMetric.READ_BYTES, 1),
        new Pair(TaskColumn.WRITE_BYTES, ProcessMetric.WRITE_BYTES, 1),
        new Pair(TaskColumn.SOCKETS_CLOSED, ProcessMetric.SOCKETS_CLOSED, 1),
        new Pair(TaskColumn.SOCKETS_CLOSE_WAIT, ProcessMetric.SOCKETS_CLOSE_WAIT, 1),
        new Pair(TaskColumn.SOCKETS_UNIX, ProcessMetric.SOCKETS_UNIX, 1),
        new Pair(TaskColumn.READ_NOW, ProcessMetric.READ_NOW, 1)
    };

    /**
     * Of the time to the next sample, the part that full descriptions may take of a CPU: thousands at once would show as a spike of our own, and
     * 20 ms every 10 s describe 5 000 processes within two minutes. Those that must wait are stored with what the sample tells,
     * and described at the following ones.
     */
    private static final int DESCRIBING_SHARE = 500;

    /** Full descriptions from one look at the clock to the next, and at each sample however long they take. */
    static final int AT_LEAST_DESCRIBED = 16;

    private final RecordingWriter writer;
    private final Describer describer;
    private final int ownPid;
    private final TaskTable table = new TaskTable();
    private final ProcessBook book = new ProcessBook();
    private final ProcessBook.Ended ended;
    private int[] sources = new int[1024];
    private final long describingNanos;
    private int descriptions;
    private boolean describing;
    private long describingUntil;
    private int ownRow = ProcessBook.ABSENT;

    Sampler(RecordingWriter writer, String bootId, int ownPid, Duration every) {
        this.writer = writer;
        this.describer = new Describer(bootId);
        this.ownPid = ownPid;
        describingNanos = every.toNanos() / DESCRIBING_SHARE;
        ended = writer::ended;
    }

    /** Fills the begun frame. @return rows, or why there are none */
    Read<Integer> sample(TaskSource source, int wanted, Frame frame) {
        Read<Integer> read = source.read(table, wanted);
        if (read instanceof Read.Refused<Integer>) {
            return read;
        }
        describer.clocks(frame.wallMillis(), frame.bootMillis());
        descriptions = 0;
        describing = true;
        describingUntil = Clocks.threadNanos() + describingNanos;
        ownRow = ProcessBook.ABSENT;
        if (sources.length < table.rows()) {
            sources = new int[table.rows() + (table.rows() >> 2)];
        }
        book.beginRound();
        for (int row = 0; row < table.rows(); row++) {
            int slot = slotOf(row);
            if (slot != ProcessBook.ABSENT) {
                sources[frame.add(book.handle(slot))] = row;
                if (table.pid(row) == ownPid) {
                    ownRow = row;
                }
            }
        }
        book.endRound(ended);
        copy(frame);
        return read;
    }

    int known() {
        return book.size();
    }

    /** Microseconds of CPU that this process has used since it began; 0 before the first sample. */
    long ownCpuMicros() {
        return ownRow == ProcessBook.ABSENT ? 0 : sum(TaskColumn.CPU_USER, TaskColumn.CPU_SYSTEM);
    }

    long ownRssBytes() {
        return ownRow == ProcessBook.ABSENT
                ? 0
                : sum(TaskColumn.RSS_ANON, TaskColumn.RSS_FILE) + known(TaskColumn.RSS_SHMEM);
    }

    private long sum(TaskColumn a, TaskColumn b) {
        return known(a) + known(b);
    }

    private long known(TaskColumn column) {
        long value = table.column(column)[ownRow];
        return value == TaskTable.UNKNOWN ? 0 : value;
    }

    /** @return where the book has the process of this row, or absent when this round had it already */
    private int slotOf(int row) {
        int pid = table.pid(row);
        long start = table.startTicks(row);
        int slot = book.find(pid, start);
        if (slot == ProcessBook.ABSENT) {
            boolean full = mayDescribe();
            int handle = writer.describe(full ? describer.full(table, row) : describer.brief(table, row));
            slot = book.add(pid, start, handle);
            book.name(slot, table.nameLow(row), table.nameHigh(row));
            book.brief(slot, !full);
            return slot;
        }
        if (!book.see(slot)) {
            return ProcessBook.ABSENT;
        }
        // A kworker's name in /proc tells what it works on just now, and changes all the time.
        boolean renamed = !table.kernelThread(row) && !book.named(slot, table.nameLow(row), table.nameHigh(row));
        if ((renamed || book.brief(slot)) && mayDescribe()) {
            writer.describeAgain(book.handle(slot), describer.full(table, row));
            book.name(slot, table.nameLow(row), table.nameHigh(row));
            book.brief(slot, false);
        }
        return slot;
    }

    private boolean mayDescribe() {
        if (describing && descriptions++ % AT_LEAST_DESCRIBED == 0 && descriptions > 1) {
            describing = Clocks.threadNanos() < describingUntil;
        }
        return describing;
    }

    @Override
    public void close() {
        describer.close();
    }

    private void copy(Frame frame) {
        int rows = frame.rows();
        for (Pair pair : PAIRS) {
            long[] from = table.column(pair.from());
            long[] to = frame.column(pair.to());
            long quantum = pair.quantum();
            for (int i = 0; i < rows; i++) {
                long value = from[sources[i]];
                to[i] = quantum == 1 || value == TaskTable.UNKNOWN ? value : value - value % quantum;
            }
        }
    }
}
