package io.culprit.kernel.bpf;

import io.culprit.kernel.bpf.ByteWindow.Unreadable;
import io.culprit.kernel.sys.Read;
import io.culprit.kernel.sys.Sys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own type information (Documentation/bpf/btf.rst): numbers of types by name, and where members lie.
 *
 * <p>The file has 5 to 8 MB and is passed over once, piece by piece; only the places of its types (4 bytes each) and the wanted
 * names are kept, and only as long as questions are asked.
 */
final class Btf {
    static final String PATH = "/sys/kernel/btf/vmlinux";

    static final int STRUCT = 4;
    static final int TYPEDEF = 8;
    static final int FUNCTION = 12;

    private static final int POINTER = 2;
    private static final int ARRAY = 3;
    private static final int UNION = 5;
    private static final int MAGIC = 0xeb9f;
    private static final int TYPE_BYTES = 12;
    private static final int MEMBER_BYTES = 12;
    /** Ten times what distributions' kernels have. */
    private static final int MAX_BYTES = 64 << 20;
    /** Anonymous structs within each other, and typedefs of typedefs: real ones go five deep. */
    private static final int MAX_DEPTH = 32;

    /**
     * A member as it lies in its struct.
     *
     * @param bits of a bit field, else 0
     * @param type past typedefs and qualifiers
     */
    record Member(long bitOffset, int bits, int type) {}

    private final ByteWindow window;
    private final BtfNames names;
    /** Places of the types by number. */
    private int[] places = new int[64 << 10];

    private int count = 1;
    /** Numbers of types that bear a wanted name, and their kinds. */
    private final List<int[]> named = new ArrayList<>();

    private Btf(ByteWindow window, BtfNames names) {
        this.window = window;
        this.names = names;
    }

    /**
     * Asks the running kernel.
     *
     * @param names of types and members: all that the question will mention
     */
    static <T> Read<T> ask(Set<String> names, Function<Btf, Read<T>> question) {
        int fd = Sys.open(PATH, Sys.O_RDONLY);
        if (fd < 0) {
            return Read.refused("open " + PATH, -fd);
        }
        try (var file = new ByteSource.File(fd)) {
            return parse(file, names).flatMap(question);
        }
    }

    /** Number of the type by which a program is loaded for a typed raw tracepoint. */
    static Read<Integer> tracepoint(String name) {
        String type = "btf_trace_" + name;
        return ask(Set.of(type), btf -> btf.id(TYPEDEF, type));
    }

    static Read<Btf> parse(ByteSource source, Set<String> names) {
        var window = new ByteWindow(source);
        try {
            if ((window.integer(0) & 0xffff) != MAGIC) {
                return malformed("it does not begin like type information");
            }
            long header = window.unsigned(4);
            long types = header + window.unsigned(8);
            long end = types + window.unsigned(12);
            long strings = header + window.unsigned(16);
            long stringsEnd = strings + window.unsigned(20);
            if (Math.max(end, stringsEnd) > MAX_BYTES) {
                return malformed("it claims to be larger than " + MAX_BYTES + " bytes");
            }
            var btf = new Btf(window, BtfNames.find(window, strings, stringsEnd, names));
            btf.index(types, end);
            window.narrow();
            return Read.ok(btf);
        } catch (Unreadable e) {
            return unreadable(e);
        }
    }

    /** Of a type that is there once by this name and kind. */
    Read<Integer> id(int kind, String name) {
        List<Integer> all = ids(kind, name);
        return all.isEmpty() ? malformed("no type " + name + " in it") : Read.ok(all.getFirst());
    }

    /**
     * Follows a path of members, {@code rss_stat[1].count}, through structs that lie within each other. Where several structs
     * bear the name, they must agree.
     */
    Read<Member> member(String struct, String path) {
        List<Integer> all = ids(STRUCT, struct);
        if (all.isEmpty()) {
            return malformed("no struct " + struct + " in it");
        }
        try {
            Read<Member> found = follow(all.getFirst(), path);
            for (int other : all) {
                if (!found.map(Member::bitOffset).equals(follow(other, path).map(Member::bitOffset))) {
                    return malformed("two structs " + struct + " that differ in it");
                }
            }
            return found;
        } catch (Unreadable e) {
            return unreadable(e);
        }
    }

    /** Bytes that a type takes; 0 where it has no size of its own. */
    int size(int type) {
        try {
            return size(type, MAX_DEPTH);
        } catch (Unreadable e) {
            return 0;
        }
    }

    private List<Integer> ids(int kind, String name) {
        List<Integer> ids = new ArrayList<>();
        for (int[] type : named) {
            if (type[1] == kind && names.is(type[2], name)) {
                ids.add(type[0]);
            }
        }
        return ids;
    }

    private void index(long types, long end) throws Unreadable {
        for (long at = types; at < end; count++) {
            int name = window.integer(at);
            int info = window.integer(at + 4);
            int kind = kind(info);
            int extra = extra(kind, info & 0xffff);
            if (extra < 0 || at + TYPE_BYTES + extra > end) {
                throw new Unreadable("type " + count + " is of kind " + kind + ", which is not known, or cut off", 0);
            }
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
            }
            places[count] = (int) at;
            boolean forward = kind == STRUCT && (info & 0xffff) == 0;
            if ((kind == STRUCT || kind == TYPEDEF || kind == FUNCTION) && !forward && names.holds(name)) {
                named.add(new int[] {count, kind, name});
            }
            at += TYPE_BYTES + extra;
        }
    }

    private Read<Member> follow(int struct, String path) throws Unreadable {
        long bits = 0;
        var at = new Member(0, 0, struct);
        for (String step : path.split("\\.", -1)) {
            int bracket = step.indexOf('[');
            String name = bracket < 0 ? step : step.substring(0, bracket);
            Member member = find(at.type, name, 0, MAX_DEPTH);
            if (member == null) {
                return malformed("no member " + path + " in it");
            }
            bits += member.bitOffset;
            at = member;
            if (bracket >= 0) {
                if (kindOf(at.type) != ARRAY) {
                    return malformed("member " + path + " is no array");
                }
                int element = resolve(window.integer(place(at.type) + TYPE_BYTES), MAX_DEPTH);
                int index = Integer.parseInt(step, bracket + 1, step.length() - 1, 10);
                bits += 8L * index * size(element, MAX_DEPTH);
                at = new Member(0, 0, element);
            }
        }
        return Read.ok(new Member(bits, at.bits, at.type));
    }

    /** Members of a struct without a name belong to the one around it. */
    private @Nullable Member find(int struct, String name, long base, int depth) throws Unreadable {
        long at = place(struct);
        int info = window.integer(at + 4);
        if (depth == 0 || (kind(info) != STRUCT && kind(info) != UNION)) {
            return null;
        }
        boolean bitFields = info < 0;
        for (int i = 0; i < (info & 0xffff); i++) {
            // Looked at anew each time: the search within a member moves the window.
            long m = at + TYPE_BYTES + (long) i * MEMBER_BYTES;
            int memberName = window.integer(m);
            int type = window.integer(m + 4);
            int packed = window.integer(m + 8);
            long offset = base + (bitFields ? packed & 0xffffff : Integer.toUnsignedLong(packed));
            if (names.is(memberName, name)) {
                return new Member(offset, bitFields ? packed >>> 24 : 0, resolve(type, MAX_DEPTH));
            }
            if (memberName == 0) {
                Member within = find(resolve(type, MAX_DEPTH), name, offset, depth - 1);
                if (within != null) {
                    return within;
                }
            }
        }
        return null;
    }

    /** Past typedef, volatile, const, restrict and type tags. */
    private int resolve(int type, int depth) throws Unreadable {
        return switch (depth == 0 ? 0 : kindOf(type)) {
            case TYPEDEF, 9, 10, 11, 18 -> resolve(window.integer(place(type) + 8), depth - 1);
            default -> type;
        };
    }

    private int size(int type, int depth) throws Unreadable {
        if (depth == 0) {
            return 0;
        }
        int resolved = resolve(type, depth);
        return switch (kindOf(resolved)) {
            case 1, STRUCT, UNION, 6, 16, 19 -> window.integer(place(resolved) + 8);
            case POINTER -> Long.BYTES;
            case ARRAY -> {
                long array = place(resolved) + TYPE_BYTES;
                int element = window.integer(array);
                yield window.integer(array + 8) * size(element, depth - 1);
            }
            default -> 0;
        };
    }

    private int kindOf(int type) throws Unreadable {
        return type == 0 ? 0 : kind(window.integer(place(type) + 4));
    }

    private long place(int type) throws Unreadable {
        if (type <= 0 || type >= count) {
            throw new Unreadable("there is no type " + type, 0);
        }
        return places[type];
    }

    private static int kind(int info) {
        return info >>> 24 & 0x1f;
    }

    /** Bytes that follow a type; -1 for a kind that is newer than this table, after which nothing can be found. */
    private static int extra(int kind, int members) {
        return switch (kind) {
            case POINTER, 7, TYPEDEF, 9, 10, 11, FUNCTION, 16, 18 -> 0;
            case 1, 14, 17 -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, 15, 19 -> MEMBER_BYTES * members;
            case 6, 13 -> 8 * members;
            default -> -1;
        };
    }

    private static <T> Read<T> unreadable(Unreadable e) {
        return e.errno == 0 ? malformed(String.valueOf(e.getMessage())) : Read.refused("read " + PATH, e.errno);
    }

    private static <T> Read<T> malformed(String detail) {
        return Read.malformed("read " + PATH, detail);
    }
}
