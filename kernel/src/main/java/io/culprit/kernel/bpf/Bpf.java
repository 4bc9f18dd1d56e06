package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.Arch;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import io.culprit.kernel.syscalls.SyscallTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** The commands of bpf(2) that we use; offsets are those of {@code union bpf_attr} (include/uapi/linux/bpf.h). */
final class Bpf {
    static final int MAP_HASH = 1;
    static final int MAP_ARRAY = 2;
    static final int MAP_PERCPU_ARRAY = 6;
    static final int PROG_RAW_TRACEPOINT = 17;
    static final int PROG_TRACING = 26;

    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP = 1;
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int MAP_NEXT_KEY = 4;
    private static final int PROG_LOAD = 5;
    private static final int OBJECT_INFO = 15;
    private static final int RAW_TRACEPOINT_OPEN = 17;
    private static final int LINK_CREATE = 28;
    private static final int ITER_CREATE = 33;

    /** {@code BPF_TRACE_RAW_TP}: a raw tracepoint whose arguments have types. */
    static final int ATTACH_TRACE_RAW_TP = 23;
    /** {@code BPF_TRACE_ITER}: runs for each object when a descriptor is read. */
    static final int ATTACH_ITERATOR = 28;

    private static final int ATTR_BYTES = 128;
    /** Enough for the verifier's words on a program of some hundred instructions. */
    private static final int LOG_BYTES = 1 << 18;
    /** What is quoted of them: the end, where the complaint is. */
    private static final int LOG_TAIL = 300;

    private static final int NAME_BYTES = 15;
    private static final int INFO_BYTES = 256;
    private static final int INFO_RECURSION_MISSES = 208;
    private static final int RLIMIT_MEMLOCK = 8;

    private Bpf() {}

    static Read<Integer> createMap(int type, String name, int keyBytes, int valueBytes, int entries) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, 8);
            attr.set(ValueLayout.JAVA_INT, 0, type);
            attr.set(ValueLayout.JAVA_INT, 4, keyBytes);
            attr.set(ValueLayout.JAVA_INT, 8, valueBytes);
            attr.set(ValueLayout.JAVA_INT, 12, entries);
            name(attr, 28, name);
            long fd = call(MAP_CREATE, attr);
            if (fd == -Errno.EPERM && liftMemoryLock(arena)) {
                fd = call(MAP_CREATE, attr);
            }
            return fd < 0 ? Read.refused("create a bpf map", (int) -fd) : Read.ok((int) fd);
        }
    }

    /**
     * Before Linux 5.11 maps are charged to the locked memory of the process, 64 KiB by default: our own limit is lifted
     * as far as we may.
     */
    private static boolean liftMemoryLock(Arena arena) {
        MemorySegment unlimited = arena.allocate(16, 8);
        unlimited.fill((byte) 0xff);
        int prlimit = SyscallTable.current().number("prlimit64").orElseThrow();
        return Sys.call(prlimit, 0, RLIMIT_MEMLOCK, unlimited.address(), 0) == 0;
    }

    /** @return 0 or {@code -errno} */
    static long lookup(int map, MemorySegment key, MemorySegment value) {
        return element(MAP_LOOKUP, map, key, value);
    }

    static long update(int map, MemorySegment key, MemorySegment value) {
        return element(MAP_UPDATE, map, key, value);
    }

    static long delete(int map, MemorySegment key) {
        return element(MAP_DELETE, map, key, MemorySegment.NULL);
    }

    /** The key after the given one, the first for {@code NULL}; {@code -ENOENT} after the last. */
    static long nextKey(int map, MemorySegment key, MemorySegment next) {
        return element(MAP_NEXT_KEY, map, key, next);
    }

    private static long element(int command, int map, MemorySegment key, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, 8);
            attr.set(ValueLayout.JAVA_INT, 0, map);
            attr.set(ValueLayout.JAVA_LONG, 8, key.address());
            attr.set(ValueLayout.JAVA_LONG, 16, value.address());
            return call(command, attr);
        }
    }

    /**
     * Loads without the verifier's log, which costs time, and asks for the log only where the program is refused.
     *
     * @param attachType for {@link #PROG_TRACING}
     * @param btfId type of the typed tracepoint or of the iterator for {@link #PROG_TRACING}, else 0
     */
    static Read<Integer> load(int type, String name, byte[] code, int attachType, int btfId) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, 8);
            MemorySegment instructions = arena.allocate(code.length, 8);
            MemorySegment.copy(code, 0, instructions, ValueLayout.JAVA_BYTE, 0, code.length);
            attr.set(ValueLayout.JAVA_INT, 0, type);
            attr.set(ValueLayout.JAVA_INT, 4, code.length / Assembler.BYTES);
            attr.set(ValueLayout.JAVA_LONG, 8, instructions.address());
            // The helpers for tracing are open to programs under the GPL alone.
            attr.set(ValueLayout.JAVA_LONG, 16, arena.allocateFrom("GPL").address());
            name(attr, 48, name);
            if (btfId != 0) {
                attr.set(ValueLayout.JAVA_INT, 68, attachType);
                attr.set(ValueLayout.JAVA_INT, 108, btfId);
            }
            long fd = call(PROG_LOAD, attr);
            if (fd >= 0) {
                return Read.ok((int) fd);
            }
            MemorySegment log = arena.allocate(LOG_BYTES);
            attr.set(ValueLayout.JAVA_INT, 24, 1);
            attr.set(ValueLayout.JAVA_INT, 28, LOG_BYTES);
            attr.set(ValueLayout.JAVA_LONG, 32, log.address());
            long again = call(PROG_LOAD, attr);
            if (again >= 0) {
                return Read.ok((int) again);
            }
            String words = log.getString(0, StandardCharsets.UTF_8).strip().replaceAll("\\s*\n\\s*", "; ");
            String tail = words.substring(Math.max(0, words.length() - LOG_TAIL));
            return new Read.Refused<>("load bpf program " + name, (int) -fd, tail);
        }
    }

    /** @param tracepoint its name, or empty for a program that was loaded for a typed one */
    static Read<Integer> attach(int program, String tracepoint) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, 8);
            if (!tracepoint.isEmpty()) {
                attr.set(
                        ValueLayout.JAVA_LONG, 0, arena.allocateFrom(tracepoint).address());
            }
            attr.set(ValueLayout.JAVA_INT, 8, program);
            long fd = call(RAW_TRACEPOINT_OPEN, attr);
            return fd < 0 ? Read.refused("attach to a raw tracepoint", (int) -fd) : Read.ok((int) fd);
        }
    }

    /** @param program one for an iterator. @return the link: as long as it is open, readings can be made from it */
    static Read<Integer> link(int program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(ATTR_BYTES, 8);
            attr.set(ValueLayout.JAVA_INT, 0, program);
            attr.set(ValueLayout.JAVA_INT, 8, ATTACH_ITERATOR);
            long fd = call(LINK_CREATE, attr);
            return fd < 0 ? Read.refused("link a bpf iterator", (int) -fd) : Read.ok((int) fd);
        }
    }

    /** What {@link #iterate} is asked with, again and again. */
    static MemorySegment iteration(int link, Arena arena) {
        MemorySegment attr = arena.allocate(ATTR_BYTES, 8);
        attr.set(ValueLayout.JAVA_INT, 0, link);
        return attr;
    }

    /** @return a descriptor from which one reading is read, or {@code -errno}; allocates nothing */
    static int iterate(MemorySegment iteration) {
        return (int) call(ITER_CREATE, iteration);
    }

    /** Times that the program was not run because it ran on that CPU already; 0 on kernels that do not count them (before 5.12). */
    static long recursionMisses(int program) {
        try (Arena arena = Arena.ofConfined()) {
            return info(program, arena)
                    .map(i -> i.get(ValueLayout.JAVA_LONG, INFO_RECURSION_MISSES))
                    .asOptional()
                    .orElse(0L);
        }
    }

    private static Read<MemorySegment> info(int program, Arena arena) {
        MemorySegment attr = arena.allocate(ATTR_BYTES, 8);
        MemorySegment info = arena.allocate(INFO_BYTES, 8);
        attr.set(ValueLayout.JAVA_INT, 0, program);
        attr.set(ValueLayout.JAVA_INT, 4, INFO_BYTES);
        attr.set(ValueLayout.JAVA_LONG, 8, info.address());
        long result = call(OBJECT_INFO, attr);
        return result < 0 ? Read.refused("ask for a bpf program", (int) -result) : Read.ok(info);
    }

    private static void name(MemorySegment attr, int offset, String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(ascii, 0, attr, ValueLayout.JAVA_BYTE, offset, Math.min(ascii.length, NAME_BYTES));
    }

    private static long call(int command, MemorySegment attr) {
        return Sys.call(Arch.current().bpf(), command, attr.address(), ATTR_BYTES);
    }
}
