package io.culprit.kernel.elf;

import io.culprit.kernel.sys.Read;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What lies where in an ELF file, of 32 or 64 bits, little-endian (elf(5)).
 *
 * @param wide 64 bits
 */
record ElfHeaders(boolean wide, List<Segment> segments, List<Section> sections) {
    static final int PT_LOAD = 1;
    static final int PT_NOTE = 4;
    static final int PT_GNU_EH_FRAME = 0x6474e550;
    static final int SHT_SYMTAB = 2;
    static final int SHT_DYNSYM = 11;

    private static final int MAGIC = 0x464c457f;
    private static final int IDENT_BYTES = 16;
    private static final int HEADER_BYTES = 64;
    private static final int CLASS_32 = 1;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int FLAG_EXECUTABLE = 1;
    /** The linker makes about a dozen; a file with more is not one that it made. */
    private static final int MAX_SEGMENTS = 512;

    record Segment(int type, boolean executable, long offset, long address, long bytes) {
        boolean holdsOffset(long o) {
            return o >= offset && o - offset < bytes;
        }

        boolean holdsAddress(long a) {
            return Long.compareUnsigned(a - address, bytes) < 0;
        }
    }

    /** @param link of a symbol table, the section with its names */
    record Section(int type, long offset, long bytes, int link) {}

    static Read<ElfHeaders> parse(ElfBytes file) {
        ByteBuffer b = file.read(0, HEADER_BYTES);
        if (b.remaining() < IDENT_BYTES || b.getInt(0) != MAGIC) {
            return Read.malformed("read an ELF file", "it is none");
        }
        int width = b.get(4);
        boolean wide = width == CLASS_64;
        if ((!wide && width != CLASS_32) || b.get(5) != LITTLE_ENDIAN || b.remaining() < (wide ? HEADER_BYTES : 52)) {
            return Read.malformed("read an ELF file", "it is of a kind that this machine does not run, or cut short");
        }
        long segments = wide ? b.getLong(32) : Integer.toUnsignedLong(b.getInt(28));
        long sections = wide ? b.getLong(40) : Integer.toUnsignedLong(b.getInt(32));
        int counts = wide ? 54 : 42;
        return Read.ok(new ElfHeaders(
                wide,
                segments(file, wide, segments, u16(b, counts), u16(b, counts + 2)),
                sections(file, wide, sections, u16(b, counts + 4), u16(b, counts + 6))));
    }

    private static List<Segment> segments(ElfBytes file, boolean wide, long at, int entryBytes, int count) {
        List<Segment> segments = new ArrayList<>();
        int least = wide ? 56 : 32;
        if (entryBytes >= least) {
            ByteBuffer b = file.read(at, entryBytes * Math.min(count, MAX_SEGMENTS));
            for (int e = 0; e + least <= b.remaining(); e += entryBytes) {
                int flags = b.getInt(e + (wide ? 4 : 24));
                segments.add(new Segment(
                        b.getInt(e),
                        (flags & FLAG_EXECUTABLE) != 0,
                        word(b, wide, e + (wide ? 8 : 4)),
                        word(b, wide, e + (wide ? 16 : 8)),
                        Math.max(0, word(b, wide, e + (wide ? 32 : 16)))));
            }
        }
        return List.copyOf(segments);
    }

    private static List<Section> sections(ElfBytes file, boolean wide, long at, int entryBytes, int count) {
        List<Section> sections = new ArrayList<>();
        int least = wide ? 64 : 40;
        if (entryBytes >= least && entryBytes <= 4 * least) {
            ByteBuffer b = file.read(at, entryBytes * count);
            for (int e = 0; e + least <= b.remaining(); e += entryBytes) {
                sections.add(new Section(
                        b.getInt(e + 4),
                        word(b, wide, e + (wide ? 24 : 16)),
                        Math.max(0, word(b, wide, e + (wide ? 32 : 20))),
                        b.getInt(e + (wide ? 40 : 24))));
            }
        }
        return List.copyOf(sections);
    }

    /** Where the linker put what lies at the offset in the file. */
    OptionalLong addressOf(long offset) {
        Optional<Segment> best = segments.stream()
                .filter(s -> s.type() == PT_LOAD && s.executable() && s.holdsOffset(offset))
                .findFirst();
        return best.isPresent()
                ? OptionalLong.of(offset - best.get().offset() + best.get().address())
                : OptionalLong.empty();
    }

    OptionalLong offsetOf(long address) {
        Optional<Segment> best = segments.stream()
                .filter(s -> s.type() == PT_LOAD && s.holdsAddress(address))
                .findFirst();
        return best.isPresent()
                ? OptionalLong.of(address - best.get().address() + best.get().offset())
                : OptionalLong.empty();
    }

    Optional<Segment> segment(int type) {
        return segments.stream().filter(s -> s.type() == type).findFirst();
    }

    Optional<Section> section(int type) {
        return sections.stream().filter(s -> s.type() == type).findFirst();
    }

    private static int u16(ByteBuffer b, int at) {
        return Short.toUnsignedInt(b.getShort(at));
    }

    private static long word(ByteBuffer b, boolean wide, int at) {
        return wide ? b.getLong(at) : Integer.toUnsignedLong(b.getInt(at));
    }
}
