package io.culprit.kernel.bpf;

import io.culprit.kernel.bpf.Assembler.Width;
import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A program attached to an iterator (Documentation/bpf/bpf_iterators.rst), and the words that it writes. Used by one thread. */
final class Iteration implements AutoCloseable {
    static final int HELPER_PROBE_READ_KERNEL = 113;
    private static final int HELPER_SEQ_WRITE = 127;

    /** Every context of an iterator begins with {@code meta} and, where it is of tasks, {@code task}. */
    private static final int CONTEXT_META = 0;

    static final int CONTEXT_TASK = 8;
    private static final int META_SEQ = 0;
    private static final int META_NUMBER = 16;

    /** Pages that the kernel fills for one read(2) (kernel/bpf/bpf_iter.c): a smaller buffer would split records. */
    private static final int KERNEL_PAGES = 8;

    /** Takes what one read(2) brought. */
    interface Sink {
        void take(long[] words, int count);
    }

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer;
    private final MemorySegment request;
    private final long[] words;
    private final int link;

    private Iteration(int link) {
        this.link = link;
        int bytes = (int) AuxVector.self().pageBytes() * KERNEL_PAGES;
        buffer = arena.allocate(bytes, Long.BYTES);
        words = new long[bytes / Long.BYTES];
        request = Bpf.iteration(link, arena);
    }

    /** @param function the type by which the iterator goes */
    static Read<Iteration> load(String name, byte[] code, int function) {
        return Bpf.load(Bpf.PROG_TRACING, name, code, Bpf.ATTACH_ITERATOR, function)
                .flatMap(program -> {
                    // The link holds the program from here on.
                    Read<Integer> link = Bpf.link(program);
                    Sys.close(program);
                    return link.map(Iteration::new);
                });
    }

    /** Makes one reading. @return 0, or {@code -errno} after which what came is not all */
    int run(Sink sink) {
        int fd = Bpf.iterate(request);
        if (fd < 0) {
            return fd;
        }
        try {
            while (true) {
                long n = Sys.read(fd, buffer);
                if (n > 0) {
                    int count = (int) n / Long.BYTES;
                    // One copy: single reads of a segment are slow as long as they are interpreted.
                    MemorySegment.copy(buffer, ValueLayout.JAVA_LONG, 0, words, 0, count);
                    sink.take(words, count);
                } else if (n != -Errno.EAGAIN) {
                    // EAGAIN: a million objects passed by, and the program wrote of none.
                    return (int) n;
                }
            }
        } finally {
            Sys.close(fd);
        }
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            Sys.close(link);
            arena.close();
        }
    }

    /** Writes what R2 points to; R0 is then 0, or else the kernel will show the same object again. */
    static void write(Assembler a, int context, int bytes) {
        a.load(Width.LONG, Assembler.R1, context, CONTEXT_META);
        a.load(Width.LONG, Assembler.R1, Assembler.R1, META_SEQ);
        a.set(Assembler.R3, bytes);
        a.call(HELPER_SEQ_WRITE);
    }

    /** Sets a register to how many objects came before this one. */
    static void number(Assembler a, int register, int context) {
        a.load(Width.LONG, register, context, CONTEXT_META);
        a.load(Width.LONG, register, register, META_NUMBER);
    }
}
