package io.culprit.kernel.procfs;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Files of lines {@code name number [kB]}: meminfo, vmstat, status, memory.stat, cpu.stat. Sizes become bytes; lines of another
 * form are passed over.
 */
public record KeyValues(Map<String, Long> values) {
    private static final long KIB = 1024;

    public static KeyValues parse(String text) {
        Map<String, Long> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split("[:\\s]+", -1);
            if (f.length < 2) {
                continue;
            }
            number(f[1]).ifPresent(n -> values.put(f[0], f.length > 2 && f[2].equals("kB") ? n * KIB : n));
        }
        return new KeyValues(Map.copyOf(values));
    }

    private static OptionalLong number(String s) {
        try {
            return OptionalLong.of(Long.parseLong(s));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    public OptionalLong get(String name) {
        Long v = values.get(name);
        return v == null ? OptionalLong.empty() : OptionalLong.of(v);
    }

    /** 0 where the kernel has no such line. */
    public long orZero(String name) {
        return values.getOrDefault(name, 0L);
    }
}
