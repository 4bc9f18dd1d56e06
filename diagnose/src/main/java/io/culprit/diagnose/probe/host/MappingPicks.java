package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.MapsFile;
import io.culprit.model.evidence.ProcessMemory.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Of the mappings that pass by, those worth a word; memory use does not depend on how many there are. */
final class MappingPicks {
    private static final int MAX_LARGEST = 10;
    private static final int MAX_DELETED = 20;
    /** A run time's compiler may have hundreds alike: the largest of each sort stand for them. */
    private static final int MAX_ODD_EACH = 5;
    /** Different deleted files remembered; a process with more has a story that twenty tell. */
    private static final int MAX_DELETED_SEEN = 2_000;

    /** Address space that nothing may touch yet: allocators reserve gigabytes of it, and it holds no memory. */
    private static final String RESERVED = "---";

    private static final String DEV_ZERO = "/dev/zero (deleted)";
    private static final Comparator<MapsFile.Mapping> BY_SIZE = Comparator.comparingLong(MapsFile.Mapping::bytes);

    /** Names of files by which a run time is known that writes machine code for itself. */
    private static final Map<Pattern, String> COMPILERS = Map.of(
            Pattern.compile("libjvm\\.so"), "a Java virtual machine",
            Pattern.compile("node|nodejs|libnode\\.so.*"), "Node.js",
            Pattern.compile("libcoreclr\\.so"), ".NET",
            Pattern.compile("libv8.*\\.so.*|chrome|chromium"), "V8",
            Pattern.compile("libluajit.*"), "LuaJIT",
            Pattern.compile("beam\\.smp"), "Erlang",
            Pattern.compile("libmono.*"), "Mono",
            Pattern.compile("pypy.*|libpypy.*"), "PyPy",
            Pattern.compile("llvmjit\\.so|libLLVM.*"), "a program with LLVM",
            Pattern.compile("qemu-.*"), "QEMU");

    private enum Odd {
        RWXS("shared, writable and executable: another process can change the code that runs here"),
        DEV_ZERO("shared anonymous memory, named after /dev/zero though no file was deleted:"
                + " lives until the last process that maps it lets go"),
        WRITABLE_CODE("executable memory without a file, writable too"),
        CODE("executable memory without a file"),
        STACK_OR_HEAP("executable stack or heap: built without a mark for it, or code was injected"),
        MEMFD("executable memory of a file that never had a name (memfd)");

        private final String words;

        Odd(String words) {
            this.words = words;
        }
    }

    private final PriorityQueue<MapsFile.Mapping> largest = new PriorityQueue<>(BY_SIZE);
    private final Map<String, Mapping> deleted = new LinkedHashMap<>();
    private final Map<Odd, PriorityQueue<MapsFile.Mapping>> odd = new LinkedHashMap<>();
    private final Map<Odd, Integer> oddCounts = new LinkedHashMap<>();
    private String compiler = "";

    void take(MapsFile.Mapping m) {
        if (!m.permissions().startsWith(RESERVED)) {
            keep(largest, m, MAX_LARGEST);
        }
        if (m.deleted() && !m.path().equals(DEV_ZERO) && !m.path().startsWith("/memfd:")) {
            if (deleted.size() < MAX_DELETED_SEEN || deleted.containsKey(m.path())) {
                deleted.merge(m.path(), mapping(m, ""), MappingPicks::together);
            }
        }
        if (m.executable() && compiler.isEmpty() && m.path().startsWith("/")) {
            compiler = compilerIn(m.path().substring(m.path().lastIndexOf('/') + 1));
        }
        Odd sort = sort(m);
        if (sort != null) {
            oddCounts.merge(sort, 1, Integer::sum);
            keep(odd.computeIfAbsent(sort, k -> new PriorityQueue<>(BY_SIZE)), m, MAX_ODD_EACH);
        }
    }

    private static String compilerIn(String file) {
        return COMPILERS.entrySet().stream()
                .filter(c -> c.getKey().matcher(file).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static @Nullable Odd sort(MapsFile.Mapping m) {
        if (m.permissions().equals("rwxs")) {
            return Odd.RWXS;
        }
        if (m.path().equals(DEV_ZERO)) {
            return Odd.DEV_ZERO;
        }
        if (!m.executable()) {
            return null;
        }
        if (m.path().isEmpty() || m.path().startsWith("[anon:")) {
            return m.permissions().startsWith("rw") ? Odd.WRITABLE_CODE : Odd.CODE;
        }
        if (m.path().equals("[heap]") || m.path().startsWith("[stack")) {
            return Odd.STACK_OR_HEAP;
        }
        return m.path().startsWith("/memfd:") ? Odd.MEMFD : null;
    }

    List<Mapping> largest() {
        return sorted(largest).stream().map(m -> mapping(m, "")).toList();
    }

    List<Mapping> deleted() {
        return deleted.values().stream()
                .sorted(Comparator.comparingLong(Mapping::bytes).reversed())
                .limit(MAX_DELETED)
                .map(m -> new Mapping(m.address(), m.bytes(), m.permissions(), m.path(), whyDeleted(m)))
                .toList();
    }

    private static String whyDeleted(Mapping m) {
        return m.permissions().contains("x")
                ? "the file was deleted or replaced since: the process runs the old code"
                : "the file was deleted: its space is not freed before the process unmaps it";
    }

    List<Mapping> odd() {
        List<Mapping> all = new ArrayList<>();
        odd.forEach((sort, some) -> {
            int count = oddCounts.getOrDefault(sort, 0);
            String more = count > some.size() ? "; one of " + count + " alike, the largest shown" : "";
            sorted(some).forEach(m -> all.add(mapping(m, why(sort) + more)));
        });
        return all;
    }

    private String why(Odd sort) {
        boolean generated = sort == Odd.CODE || sort == Odd.WRITABLE_CODE || sort == Odd.MEMFD;
        return generated && !compiler.isEmpty()
                ? sort.words + "; expected here, this is " + compiler + ", which compiles while it runs"
                : sort.words;
    }

    private static Mapping mapping(MapsFile.Mapping m, String why) {
        String address = String.format(Locale.ROOT, "%x-%x", m.start(), m.end());
        return new Mapping(address, m.bytes(), m.permissions(), m.path(), why);
    }

    /** Several parts of one file: the first one's address, all bytes, and executable if any is. */
    private static Mapping together(Mapping a, Mapping b) {
        String permissions = a.permissions().contains("x") ? a.permissions() : b.permissions();
        return new Mapping(a.address(), a.bytes() + b.bytes(), permissions, a.path(), "");
    }

    private static void keep(PriorityQueue<MapsFile.Mapping> some, MapsFile.Mapping m, int max) {
        some.add(m);
        if (some.size() > max) {
            some.poll();
        }
    }

    private static List<MapsFile.Mapping> sorted(PriorityQueue<MapsFile.Mapping> some) {
        return some.stream().sorted(BY_SIZE.reversed()).toList();
    }
}
