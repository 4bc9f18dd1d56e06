package io.culprit.kernel.elf;

import io.culprit.kernel.elf.ElfHeaders.Segment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * .eh_frame_hdr: where each function begins, sorted, made by the linker for the unwinder and left in by strip
 * (Linux Standard Base, Exception Frames). It has no names.
 */
final class UnwindTable {
    private static final int HEADER_BYTES = 12;
    private static final int ENTRY_BYTES = 8;
    private static final int VERSION = 1;
    /** DW_EH_PE_udata4: the only form that linkers give the count. */
    private static final int COUNT_ENCODING = 0x03;
    /** DW_EH_PE_datarel | DW_EH_PE_sdata4: the only form that can be searched. */
    private static final int TABLE_ENCODING = 0x3b;
    /** Two million functions: the largest browsers have one. */
    private static final int MAX_BYTES = 16 << 20;

    private static final int FDE_BYTES = 16;
    private static final int FDE_START_OFFSET = 8;
    private static final int FDE_LENGTH_OFFSET = 12;

    private final ElfBytes file;
    private final ElfHeaders headers;
    private final long base;
    private final ByteBuffer table;
    private final int entries;

    private UnwindTable(ElfBytes file, ElfHeaders headers, long base, ByteBuffer table, int entries) {
        this.file = file;
        this.headers = headers;
        this.base = base;
        this.table = table;
        this.entries = entries;
    }

    static Optional<UnwindTable> read(ElfBytes file, ElfHeaders headers) {
        Optional<Segment> segment = headers.segment(ElfHeaders.PT_GNU_EH_FRAME);
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer b = file.read(
                segment.get().offset(), (int) Math.min(MAX_BYTES, segment.get().bytes()));
        if (b.remaining() < HEADER_BYTES + ENTRY_BYTES
                || b.get(0) != VERSION
                || b.get(2) != COUNT_ENCODING
                || b.get(3) != TABLE_ENCODING) {
            return Optional.empty();
        }
        long said = Integer.toUnsignedLong(b.getInt(8));
        int entries = (int) Math.min(said, (b.remaining() - HEADER_BYTES) / ENTRY_BYTES);
        return Optional.of(new UnwindTable(file, headers, segment.get().address(), b, entries));
    }

    /** The first address of the function that holds the address. */
    OptionalLong start(long address) {
        int low = 0;
        int high = entries;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(entry(middle, 0), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return OptionalLong.empty();
        }
        long start = entry(low - 1, 0);
        return ended(entry(low - 1, 4), start, address) ? OptionalLong.empty() : OptionalLong.of(start);
    }

    private long entry(int i, int field) {
        return base + table.getInt(HEADER_BYTES + i * ENTRY_BYTES + field);
    }

    /**
     * Whether the address lies behind the function, in code without unwind information. Its length is read in the one form
     * that compilers write, and believed only where the start in that form is the one of the table.
     */
    private boolean ended(long fde, long start, long address) {
        OptionalLong offset = headers.offsetOf(fde);
        if (offset.isEmpty()) {
            return false;
        }
        ByteBuffer b = file.read(offset.getAsLong(), FDE_BYTES);
        return b.remaining() == FDE_BYTES
                && fde + FDE_START_OFFSET + b.getInt(FDE_START_OFFSET) == start
                && Long.compareUnsigned(address - start, Integer.toUnsignedLong(b.getInt(FDE_LENGTH_OFFSET))) >= 0;
    }
}
