package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The kernel's own type information (Documentation/bpf/btf.rst), as far as we need it: the number of a typedef by its name.
 *
 * <p>Read into a Java array: 126 000 types are passed over within the first milliseconds of a JVM, when access to a memory
 * segment is still slow.
 */
final class Btf {
    private static final String PATH = "/sys/kernel/btf/vmlinux";
    /** Distributions' kernels have 5 to 8 MB. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int MAGIC = 0xeb9f;
    private static final int HEADER_BYTES = 24;
    private static final int TYPE_BYTES = 12;
    private static final int TYPEDEF = 8;

    private Btf() {}

    /** Number of the type by which a program is loaded for a typed raw tracepoint. */
    static Read<Integer> tracepoint(String name) {
        return bytes().flatMap(b -> {
            OptionalInt id = typedef(b, "btf_trace_" + name);
            return id.isPresent()
                    ? Read.ok(id.getAsInt())
                    : Read.malformed("read " + PATH, "no typed tracepoint " + name + " in it");
        });
    }

    /** @return empty when there is none, or when the bytes make no sense */
    static OptionalInt typedef(byte[] b, String name) {
        if (b.length < HEADER_BYTES || (integer(b, 0) & 0xffff) != MAGIC) {
            return OptionalInt.empty();
        }
        long header = Integer.toUnsignedLong(integer(b, 4));
        long types = header + Integer.toUnsignedLong(integer(b, 8));
        long end = types + Integer.toUnsignedLong(integer(b, 12));
        long strings = header + Integer.toUnsignedLong(integer(b, 16));
        if (end > b.length || strings > b.length) {
            return OptionalInt.empty();
        }
        byte[] wanted = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        int id = 1;
        for (long at = types; at + TYPE_BYTES <= end; id++) {
            int info = integer(b, (int) at + 4);
            int kind = info >>> 24 & 0x1f;
            if (kind == TYPEDEF && stringIs(b, strings + Integer.toUnsignedLong(integer(b, (int) at)), wanted)) {
                return OptionalInt.of(id);
            }
            int extra = extra(kind, info & 0xffff);
            if (extra < 0) {
                return OptionalInt.empty();
            }
            at += TYPE_BYTES + extra;
        }
        return OptionalInt.empty();
    }

    /** Bytes that follow a type; -1 for a kind that is newer than this table, after which nothing can be found. */
    private static int extra(int kind, int members) {
        return switch (kind) {
            case 2, 7, 8, 9, 10, 11, 12, 16, 18 -> 0;
            case 1, 14, 17 -> 4;
            case 3 -> 12;
            case 4, 5, 15, 19 -> 12 * members;
            case 6, 13 -> 8 * members;
            default -> -1;
        };
    }

    private static boolean stringIs(byte[] b, long at, byte[] wanted) {
        return at + wanted.length <= b.length
                && b[(int) at] == wanted[0]
                && Arrays.equals(b, (int) at, (int) at + wanted.length, wanted, 0, wanted.length);
    }

    private static int integer(byte[] b, int at) {
        return (b[at] & 0xff) | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16 | (b[at + 3] & 0xff) << 24;
    }

    /** Zeros may follow the file. */
    private static Read<byte[]> bytes() {
        int fd = Sys.open(PATH, Sys.O_RDONLY);
        if (fd < 0) {
            return Read.refused("open " + PATH, -fd);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(1 << 20);
            byte[] all = new byte[6 << 20];
            int length = 0;
            for (long n; (n = Sys.read(fd, chunk)) != 0; length += (int) n) {
                if (n < 0 || length + n > MAX_BYTES) {
                    return Read.refused("read " + PATH, (int) Math.max(0, -n));
                }
                if (length + n > all.length) {
                    all = Arrays.copyOf(all, 2 * all.length);
                }
                MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, all, length, (int) n);
            }
            return Read.ok(all);
        } finally {
            Sys.close(fd);
        }
    }
}
