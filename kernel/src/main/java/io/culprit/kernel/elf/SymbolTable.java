package io.culprit.kernel.elf;

import io.culprit.kernel.elf.ElfHeaders.Section;
import io.culprit.kernel.symbols.Function;
import io.culprit.kernel.symbols.Nearest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** One pass over .symtab, or over .dynsym where the file was stripped, for the functions at the addresses wanted. */
final class SymbolTable {
    private static final int TYPE_FUNCTION = 2;
    private static final int TYPE_INDIRECT_FUNCTION = 10;
    private static final int BIND_LOCAL = 0;
    private static final int CHUNK_SYMBOLS = 8192;
    /** A browser with all its symbols has 2 million. */
    private static final int MAX_SYMBOLS = 4_000_000;
    /** Longer names, of C++ and Rust, are cut. */
    private static final int NAME_BYTES = 256;
    /** How far a symbol without a size, from assembler, is trusted. */
    private static final long UNSIZED_BYTES = 4096;

    private final ElfBytes file;
    private final Nearest nearest;
    private final long[] sizes;
    private final long[] names;
    private final boolean[] local;

    private SymbolTable(ElfBytes file, long[] addresses) {
        this.file = file;
        nearest = new Nearest(addresses);
        sizes = new long[nearest.slots()];
        names = new long[nearest.slots()];
        local = new boolean[nearest.slots()];
    }

    static SymbolTable read(ElfBytes file, ElfHeaders headers, long[] addresses) {
        SymbolTable table = new SymbolTable(file, addresses);
        headers.section(ElfHeaders.SHT_SYMTAB)
                .or(() -> headers.section(ElfHeaders.SHT_DYNSYM))
                .ifPresent(s -> table.pass(headers, s));
        return table;
    }

    /** @param known where the function begins by another source: a symbol without a size is then no more than what it says */
    Optional<Function> find(long address, OptionalLong known) {
        int slot = nearest.slotFor(address);
        if (slot == Nearest.NONE) {
            return Optional.empty();
        }
        long start = nearest.start(slot);
        boolean unsized = sizes[slot] == 0;
        if (unsized && known.isPresent() && Long.compareUnsigned(known.getAsLong(), start) > 0) {
            return Optional.empty();
        }
        long size = unsized ? UNSIZED_BYTES : sizes[slot];
        String name = Long.compareUnsigned(address - start, size) < 0 ? name(names[slot]) : "";
        return name.isEmpty() ? Optional.empty() : Optional.of(new Function(name, "", start));
    }

    private void pass(ElfHeaders headers, Section symbols) {
        Section strings =
                symbols.link() > 0 && symbols.link() < headers.sections().size()
                        ? headers.sections().get(symbols.link())
                        : new Section(0, 0, 0, 0);
        int entry = headers.wide() ? 24 : 16;
        long count = Math.min(MAX_SYMBOLS, symbols.bytes() / entry);
        for (long i = 0; i < count; i += CHUNK_SYMBOLS) {
            int wanted = (int) Math.min(CHUNK_SYMBOLS, count - i) * entry;
            ByteBuffer b = file.read(symbols.offset() + i * entry, wanted);
            for (int e = 0; e + entry <= b.remaining(); e += entry) {
                symbol(b, e, headers.wide(), strings);
            }
            if (b.remaining() < wanted) {
                return;
            }
        }
    }

    private void symbol(ByteBuffer b, int e, boolean wide, Section strings) {
        int info = b.get(e + (wide ? 4 : 12));
        int type = info & 15;
        boolean defined = b.getShort(e + (wide ? 6 : 14)) != 0;
        if (!defined || (type != TYPE_FUNCTION && type != TYPE_INDIRECT_FUNCTION)) {
            return;
        }
        long start = wide ? b.getLong(e + 8) : Integer.toUnsignedLong(b.getInt(e + 4));
        long size = wide ? b.getLong(e + 16) : Integer.toUnsignedLong(b.getInt(e + 8));
        long offset = Integer.toUnsignedLong(b.getInt(e));
        long name = offset < strings.bytes() ? strings.offset() + offset : file.size();
        boolean isLocal = (info >>> 4 & 15) == BIND_LOCAL;
        boolean alias = nearest.isBest(start);
        int best = nearest.offer(start);
        if (best == Nearest.NONE || (alias && !better(best, size, isLocal, name))) {
            return;
        }
        sizes[best] = size;
        names[best] = name;
        local[best] = isLocal;
    }

    /** Of names for one place, the one that callers use: sized, visible, without the library's underscores. */
    private boolean better(int slot, long size, boolean isLocal, long name) {
        if ((size == 0) != (sizes[slot] == 0)) {
            return size != 0;
        }
        if (isLocal != local[slot]) {
            return !isLocal;
        }
        return underscores(names[slot]) > underscores(name);
    }

    private int underscores(long name) {
        ByteBuffer b = file.read(name, 4);
        int n = 0;
        while (n < b.remaining() && b.get(n) == '_') {
            n++;
        }
        return n;
    }

    private String name(long at) {
        ByteBuffer b = file.read(at, NAME_BYTES);
        byte[] bytes = new byte[b.remaining()];
        b.get(0, bytes);
        int n = 0;
        while (n < bytes.length && bytes[n] != 0) {
            n++;
        }
        return new String(bytes, 0, n, StandardCharsets.UTF_8);
    }
}
