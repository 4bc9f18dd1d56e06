package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All threads and all descriptors of the host, read from inside the kernel. Used by one thread; allocates nothing for a
 * thread or descriptor, and costs nobody anything between readings.
 */
public final class TaskIterator implements AutoCloseable {
    /** Names under which {@code bpftool prog} shows them. */
    private static final String TASK_PROGRAM = "culprit_tasks";

    private static final String FILE_PROGRAM = "culprit_files";

    /** Takes records as they come; the array is used again. */
    public interface Records {
        /** @param start of a {@link TaskRecord} or {@link FileRecord} in the words */
        void record(long[] words, int start);
    }

    private final List<Integer> maps = new ArrayList<>();
    private final List<Iteration> iterations = new ArrayList<>();

    private boolean countsBytes;

    private TaskIterator() {}

    /**
     * @param kept what is known of this kernel from an earlier time; takes what is learned now
     * @return refused where bpf(2) is, and where the kernel's structs are not those that are known
     */
    public static Read<TaskIterator> open(LayoutFile kept) {
        var iterator = new TaskIterator();
        Read<Integer> ready = iterator.make(kept);
        if (ready instanceof Read.Ok<Integer>) {
            return Read.ok(iterator);
        }
        iterator.close();
        if (ready instanceof Read.Refused<Integer>(String what, int errno, String detail) && errno == Errno.EPERM) {
            String words =
                    "needs root or CAP_BPF and CAP_PERFMON, and neither lockdown nor a container's filter against it";
            return new Read.Refused<>(what, errno, detail.isEmpty() ? words : words + "; " + detail);
        }
        return ready.map(x -> iterator);
    }

    /** Every thread, by ascending id, as {@link TaskRecord}. @return 0, or {@code -errno} after which what came is not all */
    public int tasks(Records records) {
        return iterations.get(0).run((words, count) -> {
            for (int at = 0; at < count; ) {
                boolean isLong = (TaskRecord.flags(words[at]) & TaskRecord.IS_LONG) != 0;
                int size = isLong ? TaskRecord.LONG : TaskRecord.SHORT;
                if (at + size > count) {
                    return;
                }
                records.record(words, at);
                at += size;
            }
        });
    }

    /** Every task with descriptors of its own, by ascending id, as {@link FileRecord}. @return as {@link #tasks} */
    public int files(Records records) {
        return iterations.get(1).run((words, count) -> {
            for (int at = 0; at + FileRecord.WORDS <= count; at += FileRecord.WORDS) {
                records.record(words, at);
            }
        });
    }

    /** Whether the kernel counts bytes read and written (CONFIG_TASK_IO_ACCOUNTING); else these counters are 0. */
    public boolean countsBytes() {
        return countsBytes;
    }

    @Override
    public void close() {
        iterations.forEach(Iteration::close);
        iterations.clear();
        maps.forEach(Sys::close);
        maps.clear();
    }

    private Read<Integer> make(LayoutFile kept) {
        // The map first: without the right to make one, the 8 MB of type information need not be read.
        return Bpf.createMap(Bpf.MAP_ARRAY, "culprit_files", Integer.BYTES, FileRecord.WORDS * Long.BYTES, 1)
                .flatMap(state -> {
                    maps.add(state);
                    return layout(kept).flatMap(layout -> load(layout, state));
                });
    }

    private static Read<KernelLayout> layout(LayoutFile kept) {
        Optional<KernelLayout> known = kept.load();
        if (known.isPresent()) {
            return Read.ok(known.get());
        }
        Read<KernelLayout> asked = KernelLayout.ofRunningKernel();
        asked.asOptional().ifPresent(kept::learned);
        return asked;
    }

    private Read<Integer> load(KernelLayout layout, int state) {
        countsBytes = layout.has(KernelField.WRITE_BYTES) && layout.has(KernelField.DEAD_WRITE_BYTES);
        return CpuOffsets.find(layout).flatMap(cpus -> {
            if (cpus.map() >= 0) {
                maps.add(cpus.map());
            }
            return load(TASK_PROGRAM, TaskProgram.assemble(layout, cpus, true), layout.tasksFunction())
                    .flatMap(tasks -> load(FILE_PROGRAM, FileProgram.assemble(layout, state), layout.filesFunction()));
        });
    }

    private Read<Integer> load(String name, byte[] code, int function) {
        return Iteration.load(name, code, function).map(iteration -> {
            iterations.add(iteration);
            return iterations.size();
        });
    }
}
