package io.culprit.diagnose.probe.profile;

import io.culprit.kernel.elf.Elf;
import io.culprit.kernel.elf.MappedFile;
import io.culprit.kernel.elf.Vdso;
import io.culprit.kernel.procfs.MapsFile.Mapping;
import io.culprit.kernel.symbols.Function;
import io.culprit.kernel.symbols.PerfMap;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/** Names the addresses of one file, or of one process's code that no file backs. Each file is opened once for all processes. */
final class UserPlaces {
    static final String ANONYMOUS = "[anonymous]";

    private static final String DELETED = " (deleted)";

    private UserPlaces() {}

    /** @param address in the numbering of the place's start */
    record Found(Place place, long address) {}

    /** A file has its name in the process's own root; what is no file has none that could be opened. */
    static boolean isFile(Mapping m) {
        return m.path().startsWith("/") && m.inode() != 0 && !m.path().startsWith("/memfd:");
    }

    static String module(Mapping m) {
        if (m.path().isEmpty()) {
            return ANONYMOUS;
        }
        String path =
                m.path().endsWith(DELETED) ? m.path().substring(0, m.path().length() - DELETED.length()) : m.path();
        return isFile(m) ? path.substring(path.lastIndexOf('/') + 1) : path;
    }

    /**
     * The places of offsets in a file.
     *
     * @param pid one process that maps it, {@code m} where
     */
    static Map<Long, Found> inFile(int pid, Mapping m, Collection<Long> offsets) {
        return switch (MappedFile.open(pid, m)) {
            case Read.Ok<Elf>(Elf elf) -> {
                try (elf) {
                    yield inElf(elf, module(m), offsets);
                }
            }
            case Read.Refused<Elf> r -> apart(module(m), offsets, o -> o);
        };
    }

    /** The places of offsets in the kernel's library. */
    static Map<Long, Found> inVdso(Collection<Long> offsets) {
        return switch (Vdso.open()) {
            case Read.Ok<Elf>(Elf elf) -> {
                try (elf) {
                    yield inElf(elf, Vdso.PATH, offsets);
                }
            }
            case Read.Refused<Elf> r -> apart(Vdso.PATH, offsets, o -> o);
        };
    }

    private static Map<Long, Found> inElf(Elf elf, String module, Collection<Long> offsets) {
        Map<Long, Long> addressOf = new HashMap<>();
        for (long offset : offsets) {
            OptionalLong address = elf.addressOf(offset);
            addressOf.put(offset, address.orElse(offset));
        }
        long[] asked = offsets.stream().mapToLong(o -> o).toArray();
        long[] addresses =
                offsets.stream().mapToLong(o -> addressOf.getOrDefault(o, o)).toArray();
        return named(module, asked, elf.resolve(addresses), o -> addressOf.getOrDefault(o, o));
    }

    /** The places of addresses in code that the process made itself. */
    static Map<Long, Found> made(int pid, String module, Collection<Long> addresses) {
        long[] asked = addresses.stream().mapToLong(a -> a).toArray();
        return PerfMap.resolve(pid, asked)
                .map(functions -> named(module, asked, functions, a -> a))
                .asOptional()
                .orElseGet(() -> apart(module, addresses, a -> a));
    }

    /** @param shown from what was asked to the address that a person is to see */
    private static Map<Long, Found> named(
            String module, long[] asked, List<Optional<Function>> functions, LongUnaryOperator shown) {
        Map<Long, Found> places = new HashMap<>();
        List<Long> nameless = new ArrayList<>();
        for (int i = 0; i < asked.length; i++) {
            Optional<Function> f = functions.get(i);
            if (f.isPresent()) {
                places.put(
                        asked[i],
                        new Found(new Place(module, f.get().name(), f.get().start()), shown.applyAsLong(asked[i])));
            } else {
                nameless.add(asked[i]);
            }
        }
        places.putAll(apart(module, nameless, shown));
        return places;
    }

    static Map<Long, Found> apart(String module, Collection<Long> asked, LongUnaryOperator shown) {
        Map<Long, Long> starts = Neighbours.starts(
                asked.stream().mapToLong(shown::applyAsLong).sorted().distinct().toArray());
        Map<Long, Found> places = new HashMap<>();
        for (long a : asked) {
            long address = shown.applyAsLong(a);
            places.put(a, new Found(new Place(module, "", starts.getOrDefault(address, address)), address));
        }
        return places;
    }
}
