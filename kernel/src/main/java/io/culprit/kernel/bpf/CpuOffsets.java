package io.culprit.kernel.bpf;

import static io.culprit.kernel.bpf.Assembler.FP;
import static io.culprit.kernel.bpf.Assembler.R0;
import static io.culprit.kernel.bpf.Assembler.R1;
import static io.culprit.kernel.bpf.Assembler.R2;
import static io.culprit.kernel.bpf.Assembler.R3;
import static io.culprit.kernel.bpf.Assembler.R6;
import static io.culprit.kernel.bpf.Assembler.R8;

import io.culprit.kernel.bpf.Assembler.Alu;
import io.culprit.kernel.bpf.Assembler.If;
import io.culprit.kernel.bpf.Assembler.Label;
import io.culprit.kernel.bpf.Assembler.Width;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How far from the place where the kernel says that a per-CPU variable lies each CPU's own one lies.
 *
 * <p>The kernel tells it nobody. But a map with a value for each CPU holds the place without a CPU, and a program can ask where
 * the value of a CPU is: the difference is the same for all variables.
 *
 * @param map an array map of one value, a long for each CPU; -1 where none are needed
 */
record CpuOffsets(int map, int count) {
    private static final int HELPER_LOOKUP_PERCPU = 195;
    private static final int KEY = -4;
    private static final int VALUE = -16;
    private static final int MAP_HEAD = -32;

    static final CpuOffsets NONE = new CpuOffsets(-1, 0);

    /** The map is the caller's to close. */
    static Read<CpuOffsets> find(KernelLayout layout) {
        if (!layout.has(KernelField.RSS_OF_CPUS)) {
            return Read.ok(NONE);
        }
        int cpus = presentCpus();
        return Bpf.createMap(Bpf.MAP_PERCPU_ARRAY, "culprit_probe", Integer.BYTES, Long.BYTES, 1)
                .flatMap(probe -> {
                    try {
                        return measure(layout, probe, cpus);
                    } finally {
                        Sys.close(probe);
                    }
                })
                .flatMap(CpuOffsets::store);
    }

    private static Read<long[]> measure(KernelLayout layout, int probe, int cpus) {
        int head = layout.at(KernelField.MAP_OF_CPUS);
        return Iteration.load("culprit_probe", assemble(probe, cpus, head), layout.tasksFunction())
                .flatMap(iteration -> {
                    long[] all = new long[1 + cpus];
                    int[] length = {0};
                    int result;
                    try (iteration) {
                        result = iteration.run((words, count) -> {
                            int room = Math.min(count, all.length - length[0]);
                            System.arraycopy(words, 0, all, length[0], room);
                            length[0] += room;
                        });
                    }
                    if (result < 0) {
                        return Read.refused("read a bpf iterator", -result);
                    }
                    long[] offsets = new long[cpus];
                    for (int cpu = 0; cpu < cpus; cpu++) {
                        offsets[cpu] = all[1 + cpu] - all[0];
                        if (length[0] < all.length || all[0] == 0 || all[1 + cpu] == 0) {
                            return Read.malformed("find counters of each CPU", "CPU " + cpu + " has none");
                        }
                    }
                    return Read.ok(offsets);
                });
    }

    private static Read<CpuOffsets> store(long[] offsets) {
        int bytes = offsets.length * Long.BYTES;
        return Bpf.createMap(Bpf.MAP_ARRAY, "culprit_cpus", Integer.BYTES, bytes, 1)
                .flatMap(map -> {
                    try (Arena arena = Arena.ofConfined()) {
                        MemorySegment key = arena.allocate(Integer.BYTES, Integer.BYTES);
                        long result = Bpf.update(map, key, arena.allocateFrom(ValueLayout.JAVA_LONG, offsets));
                        if (result < 0) {
                            Sys.close(map);
                            return Read.refused("fill a bpf map", (int) -result);
                        }
                        return Read.ok(new CpuOffsets(map, offsets.length));
                    }
                });
    }

    /** Of the first task only: the place without a CPU, then that of each CPU's value. */
    private static byte[] assemble(int map, int cpus, int head) {
        var a = new Assembler();
        Label out = new Label();
        Label next = new Label();
        a.move(R6, R1);
        Iteration.number(a, R1, R6);
        a.jumpIf(If.NOT_EQUAL, R1, 0, out);
        // The map itself is read as a struct, up to the pointer at its end.
        a.map(R3, map);
        a.move(R1, FP);
        a.aluImmediate(Alu.ADD, R1, MAP_HEAD - head);
        a.set(R2, head + Long.BYTES);
        a.call(Iteration.HELPER_PROBE_READ_KERNEL);
        a.load(Width.LONG, R1, FP, MAP_HEAD);
        a.store(Width.LONG, FP, VALUE, R1);
        a.set(R8, 0);
        a.storeImmediate(Width.INT, FP, KEY, 0);
        write(a);
        a.bind(next);
        a.map(R1, map);
        a.move(R2, FP);
        a.aluImmediate(Alu.ADD, R2, KEY);
        a.move(R3, R8);
        a.call(HELPER_LOOKUP_PERCPU);
        a.store(Width.LONG, FP, VALUE, R0);
        write(a);
        a.aluImmediate(Alu.ADD, R8, 1);
        a.jumpIf(If.NOT_EQUAL, R8, cpus, next);
        a.bind(out);
        a.set(R0, 0);
        a.exit();
        return a.assemble();
    }

    private static void write(Assembler a) {
        a.move(R2, FP);
        a.aluImmediate(Alu.ADD, R2, VALUE);
        Iteration.write(a, R6, Long.BYTES);
    }

    /** {@code 0-3} or {@code 0-1,4-7}: one more than the highest. One that is plugged in later goes uncounted. */
    private static int presentCpus() {
        return KernelFile.text("/sys/devices/system/cpu/present")
                .map(s -> s.replaceAll(".*[-,]", ""))
                .asOptional()
                .filter(s -> s.matches("\\d{1,4}"))
                .map(s -> Integer.parseInt(s) + 1)
                .orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }
}
