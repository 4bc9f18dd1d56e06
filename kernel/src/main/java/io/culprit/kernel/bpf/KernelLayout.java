package io.culprit.kernel.bpf;

import io.culprit.kernel.sys.Read;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the running kernel keeps what the programs read, and the types by which they are loaded. */
final class KernelLayout {
    private static final String TASKS = "bpf_iter_task";
    private static final String FILES = "bpf_iter_task_file";

    private final Map<KernelField, Integer> offsets = new EnumMap<>(KernelField.class);
    private int tasks;
    private int files;

    private KernelLayout() {}

    /** As it was learned earlier. */
    static KernelLayout of(Map<KernelField, Integer> offsets, int tasksFunction, int filesFunction) {
        var layout = new KernelLayout();
        layout.offsets.putAll(offsets);
        layout.tasks = tasksFunction;
        layout.files = filesFunction;
        return layout;
    }

    static Read<KernelLayout> ofRunningKernel() {
        return Btf.ask(names(), KernelLayout::of);
    }

    static Set<String> names() {
        Set<String> names = KernelField.names();
        names.add(TASKS);
        names.add(FILES);
        return names;
    }

    /** Refused when anything but an optional member is missing or not of the form that is known. */
    static Read<KernelLayout> of(Btf btf) {
        var layout = new KernelLayout();
        for (KernelField field : KernelField.values()) {
            Read<Integer> offset = offset(btf, field);
            if (offset instanceof Read.Ok<Integer>(Integer at)) {
                layout.offsets.put(field, at);
            } else if (!field.optional) {
                return offset.map(x -> layout);
            }
        }
        if (layout.has(KernelField.RSS_OF_CPUS) && !layout.has(KernelField.MAP_OF_CPUS)) {
            return Read.malformed("read " + Btf.PATH, "counters for each CPU, and no way to find them");
        }
        return btf.id(Btf.FUNCTION, TASKS)
                .flatMap(t -> btf.id(Btf.FUNCTION, FILES).map(f -> {
                    layout.tasks = t;
                    layout.files = f;
                    return layout;
                }));
    }

    boolean has(KernelField field) {
        return offsets.containsKey(field);
    }

    int at(KernelField field) {
        Integer offset = offsets.get(field);
        if (offset == null) {
            throw new IllegalStateException(field + " is not known of this kernel");
        }
        return offset;
    }

    /** Bytes from one kind of page to the next in {@code rss_stat}. */
    int rssStride() {
        return at(KernelField.RSS_SECOND) - at(KernelField.RSS_FIRST);
    }

    int tasksFunction() {
        return tasks;
    }

    int filesFunction() {
        return files;
    }

    private static Read<Integer> offset(Btf btf, KernelField field) {
        List<String> paths = field.paths();
        Read<Btf.Member> member = btf.member(field.struct, paths.getFirst());
        for (int i = 1; i < paths.size() && member instanceof Read.Refused<Btf.Member>; i++) {
            member = btf.member(field.struct, paths.get(i));
        }
        return member.flatMap(m -> {
            boolean asKnown = m.bits() == 0 && m.bitOffset() % Byte.SIZE == 0 && btf.size(m.type()) == field.bytes;
            // Offsets in instructions have 16 bits.
            return asKnown && m.bitOffset() / Byte.SIZE <= Short.MAX_VALUE
                    ? Read.ok((int) (m.bitOffset() / Byte.SIZE))
                    : Read.malformed(
                            "read " + Btf.PATH,
                            field.struct + "." + paths.getFirst() + " has another form than the one known");
        });
    }
}
