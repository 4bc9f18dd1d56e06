package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import io.culprit.kernel.syscalls.SyscallTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the system calls of chosen processes, all their threads included, inside the kernel. Used by one thread.
 *
 * <p>Programs and maps exist from {@link #open} to {@link #close}; they slow nobody down until {@link #attach}.
 */
public final class SyscallCounters implements AutoCloseable {
    /** Names under which {@code bpftool prog} shows them. */
    public static final String EXIT_PROGRAM = "culprit_exit";

    public static final String ENTER_PROGRAM = "culprit_enter";

    /** Rows that fell out of the per-CPU blocks; each has 100 bytes, all allocated at once. */
    private static final int SPILL_ENTRIES = 16_384;

    private static final int CPUS_IF_UNKNOWN = 1024;

    private final Arena arena = Arena.ofShared();
    private final List<Integer> descriptors = new ArrayList<>();
    private final MemorySegment key = arena.allocate(Layout.KEY, 8);
    private final MemorySegment nextKey = arena.allocate(Layout.KEY, 8);
    private final MemorySegment spilled = arena.allocate(Layout.SPILL_VALUE, 8);
    private final Layout layout;
    private final MemorySegment blocks;
    private CountingProgram.Maps maps = new CountingProgram.Maps(-1, -1, -1, -1);
    private boolean typed;
    private int count = -1;
    private int countAndTime = -1;
    private int begin = -1;
    private long lost;
    private long missesSeen;

    private SyscallCounters(Layout layout, boolean typed) {
        this.layout = layout;
        this.typed = typed;
        this.blocks = arena.allocate(layout.bytes(), 8);
    }

    /** @param processes pids as the initial pid namespace numbers them */
    public static Read<SyscallCounters> open(int[] processes) {
        return open(processes, true);
    }

    /** @param typed tries the typed tracepoint first */
    static Read<SyscallCounters> open(int[] processes, boolean typed) {
        var counters = new SyscallCounters(Layout.of(possibleCpus()), typed);
        Read<Integer> ready = counters.make(processes);
        if (ready instanceof Read.Ok<Integer>) {
            return Read.ok(counters);
        }
        counters.close();
        return ready.map(x -> counters);
    }

    /**
     * From now on every call of every process takes the kernel's slow way out, and those of ours are counted.
     *
     * @param timed times calls that begin and end while attached; costs about twice as much
     */
    public Read<Attachment> attach(boolean timed) {
        if (!timed) {
            return attach(count).map(exit -> new Attachment(List.of(exit)));
        }
        // Calls whose begin was seen while attached earlier ended unseen.
        zero(maps.slots(), (1 << Layout.SLOT_BITS) * Long.BYTES);
        return attach(countAndTime).flatMap(exit -> {
            Read<Integer> enter = Bpf.attach(begin, "sys_enter");
            if (enter instanceof Read.Refused<Integer>) {
                Sys.close(exit);
            }
            return enter.map(e -> new Attachment(List.of(e, exit)));
        });
    }

    /** All that was counted since the last time, of all CPUs; nothing may be attached. */
    public List<CountedCall> drain() {
        key.fill((byte) 0);
        if (Bpf.lookup(maps.rows(), key, blocks) != 0) {
            return List.of();
        }
        byte[] bytes = blocks.toArray(ValueLayout.JAVA_BYTE);
        zero(maps.rows(), layout.bytes());
        lost += RowTable.lost(bytes, layout);
        List<CountedCall> calls = RowTable.decode(bytes, layout);
        drainSpill(calls);
        return calls;
    }

    /** Calls of ours that were seen and could not be counted, as far as they are drained. */
    public long lost() {
        long misses = Bpf.recursionMisses(count) + Bpf.recursionMisses(countAndTime);
        lost += Math.max(0, misses - missesSeen);
        missesSeen = misses;
        return lost;
    }

    /** Whether the typed tracepoint is used, which is cheaper and needs the kernel's type information. */
    public boolean typed() {
        return typed;
    }

    @Override
    public void close() {
        descriptors.forEach(Sys::close);
        descriptors.clear();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** Looked up once: it does not change while the kernel runs. */
    private static final class TypedTracepoint {
        private static final Read<Integer> ID = Btf.tracepoint("sys_exit");
    }

    private Read<Integer> make(int[] processes) {
        int[] sorted = processes.clone();
        Arrays.sort(sorted);
        return map(Bpf.MAP_ARRAY, "culprit_rows", 4, layout.bytes(), 1)
                .flatMap(rows -> map(Bpf.MAP_HASH, "culprit_spill", Layout.KEY, Layout.SPILL_VALUE, SPILL_ENTRIES)
                        .flatMap(spill -> map(
                                        Bpf.MAP_ARRAY, "culprit_slots", 4, (1 << Layout.SLOT_BITS) * Long.BYTES, 1)
                                .flatMap(slots -> map(Bpf.MAP_ARRAY, "culprit_fds", 4, SyscallTable.SIZE, 1)
                                        .map(fds -> new CountingProgram.Maps(rows, spill, slots, fds)))))
                .flatMap(made -> {
                    maps = made;
                    fillDescriptorTable();
                    return load(sorted);
                });
    }

    private Read<Integer> load(int[] processes) {
        Arch arch = Arch.current();
        if (typed
                && TypedTracepoint.ID instanceof Read.Ok<Integer>(Integer id)
                && loadExits(arch, processes, id) instanceof Read.Ok<Integer>) {
            return loadEnter(arch, processes);
        }
        typed = false;
        return loadExits(arch, processes, 0).flatMap(loaded -> loadEnter(arch, processes));
    }

    private Read<Integer> loadExits(Arch arch, int[] processes, int type) {
        int kind = type == 0 ? Bpf.PROG_RAW_TRACEPOINT : Bpf.PROG_TRACING;
        return keep(Bpf.load(
                        kind,
                        EXIT_PROGRAM,
                        CountingProgram.exit(arch, layout, maps, type != 0, false, processes),
                        Bpf.ATTACH_TRACE_RAW_TP,
                        type))
                .flatMap(counting -> {
                    count = counting;
                    return keep(Bpf.load(
                                    kind,
                                    EXIT_PROGRAM,
                                    CountingProgram.exit(arch, layout, maps, type != 0, true, processes),
                                    Bpf.ATTACH_TRACE_RAW_TP,
                                    type))
                            .map(timing -> countAndTime = timing);
                });
    }

    private Read<Integer> loadEnter(Arch arch, int[] processes) {
        return keep(Bpf.load(
                        Bpf.PROG_RAW_TRACEPOINT,
                        ENTER_PROGRAM,
                        CountingProgram.enter(arch, layout, maps, processes),
                        0,
                        0))
                .map(program -> begin = program);
    }

    private Read<Integer> attach(int program) {
        return Bpf.attach(program, typed ? "" : "sys_exit");
    }

    private void drainSpill(List<CountedCall> into) {
        byte[] row = new byte[Layout.KEY + Layout.SPILL_VALUE];
        // Each is deleted once read, so that the first is always a new one.
        for (int i = 0; i <= SPILL_ENTRIES; i++) {
            if (Bpf.nextKey(maps.spill(), MemorySegment.NULL, nextKey) != 0) {
                return;
            }
            if (Bpf.lookup(maps.spill(), nextKey, spilled) == 0) {
                MemorySegment.copy(nextKey, ValueLayout.JAVA_BYTE, 0, row, 0, Layout.KEY);
                MemorySegment.copy(spilled, ValueLayout.JAVA_BYTE, 0, row, Layout.KEY, Layout.SPILL_VALUE);
                into.add(RowTable.decode(row));
            }
            Bpf.delete(maps.spill(), nextKey);
        }
    }

    private void fillDescriptorTable() {
        SyscallTable table = SyscallTable.current();
        try (Arena local = Arena.ofConfined()) {
            MemorySegment flags = local.allocate(SyscallTable.SIZE);
            for (int n = 0; n < SyscallTable.SIZE; n++) {
                flags.set(ValueLayout.JAVA_BYTE, n, (byte) (table.descriptorFirst(n) ? 1 : 0));
            }
            key.fill((byte) 0);
            Bpf.update(maps.descriptorFirst(), key, flags);
        }
    }

    private void zero(int map, int bytes) {
        try (Arena local = Arena.ofConfined()) {
            key.fill((byte) 0);
            Bpf.update(map, key, local.allocate(bytes, 8));
        }
    }

    private Read<Integer> map(int type, String name, int keyBytes, int valueBytes, int entries) {
        return keep(Bpf.createMap(type, name, keyBytes, valueBytes, entries));
    }

    private Read<Integer> keep(Read<Integer> descriptor) {
        descriptor.asOptional().ifPresent(descriptors::add);
        return descriptor;
    }

    /** {@code 0-3} or {@code 0-1,4-7}: one more than the highest. */
    private static int possibleCpus() {
        return KernelFile.text("/sys/devices/system/cpu/possible")
                .map(s -> s.replaceAll(".*[-,]", ""))
                .asOptional()
                .filter(s -> s.matches("\\d{1,5}"))
                .map(s -> Integer.parseInt(s) + 1)
                .orElse(CPUS_IF_UNKNOWN);
    }
}
