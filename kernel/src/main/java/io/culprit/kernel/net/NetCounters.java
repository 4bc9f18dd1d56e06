package io.culprit.kernel.net;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Counters and gauges by section and name. Which exist varies by kernel; lines of another form are passed over. */
public record NetCounters(Map<String, Long> values) {

    public NetCounters {
        values = Map.copyOf(values);
    }

    /** {@code snmp} and {@code netstat}: a line {@code Udp: InDatagrams ...} and below it one with the figures. */
    public static NetCounters pairs(String text) {
        Map<String, Long> values = new HashMap<>();
        String[] names = {""};
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split(" +", -1);
            if (f[0].equals(names[0]) && f.length > 1 && number(f[1]).isPresent()) {
                for (int i = 1; i < Math.min(f.length, names.length); i++) {
                    put(values, section(f[0]) + "." + names[i], f[i]);
                }
                names = new String[] {""};
            } else {
                names = f;
            }
        }
        return new NetCounters(values);
    }

    /** {@code sockstat} and {@code sockstat6}: {@code TCP: inuse 4 orphan 0}. */
    public static NetCounters sockstat(String text) {
        Map<String, Long> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split(" +", -1);
            for (int i = 1; i + 1 < f.length; i += 2) {
                put(values, section(f[0]) + "." + f[i], f[i + 1]);
            }
        }
        return new NetCounters(values);
    }

    /** {@code snmp6}: {@code Udp6InErrors 0}; the name is not split, and its section is empty. */
    public static NetCounters snmp6(String text) {
        Map<String, Long> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split("\\s+", -1);
            if (f.length == 2) {
                put(values, "." + f[0], f[1]);
            }
        }
        return new NetCounters(values);
    }

    public OptionalLong get(String section, String name) {
        Long value = values.get(section + "." + name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** 0 where the kernel does not count it. */
    public long orZero(String section, String name) {
        return values.getOrDefault(section + "." + name, 0L);
    }

    /** What was counted since an earlier reading; 0 where a counter was reset. */
    public long since(NetCounters earlier, String section, String name) {
        return Math.max(0, orZero(section, name) - earlier.orZero(section, name));
    }

    private static String section(String field) {
        return field.endsWith(":") ? field.substring(0, field.length() - 1) : field;
    }

    private static OptionalLong number(String s) {
        try {
            // MaxConn is signed, byte counters use all 64 bits.
            return OptionalLong.of(s.startsWith("-") ? Long.parseLong(s) : Long.parseUnsignedLong(s));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static void put(Map<String, Long> values, String name, String figure) {
        number(figure).ifPresent(n -> values.put(name, n));
    }
}
