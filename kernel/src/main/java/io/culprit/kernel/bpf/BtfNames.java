package io.culprit.kernel.bpf;

import io.culprit.kernel.bpf.ByteWindow.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Where in the strings of type information the wanted names begin: names are compared by place from then on. */
final class BtfNames {
    private static final long HASH_FACTOR = 1_000_003;

    private final Map<Integer, String> byPlace;
    /** The same places as a coarse filter: 60 000 types are asked and a hundred are wanted. */
    private final long[] filter = new long[1 << 10];

    private BtfNames(Map<Integer, String> byPlace) {
        this.byPlace = byPlace;
        byPlace.keySet().forEach(place -> filter[place >> 6 & filter.length - 1] |= 1L << place);
    }

    static BtfNames find(ByteWindow window, long start, long end, Set<String> wanted) throws Unreadable {
        Map<Long, String> hashes = new HashMap<>();
        long[] some = new long[64];
        for (String name : wanted) {
            long hash = hash(name.getBytes(StandardCharsets.UTF_8));
            hashes.put(hash, name);
            some[(int) hash & 63] |= 1L << (hash >>> 6);
        }
        Map<Integer, String> found = new HashMap<>();
        long hash = 0;
        long from = start;
        for (long at = start; at < end; at++) {
            byte b = window.one(at);
            if (b != 0) {
                hash = (hash + b) * HASH_FACTOR;
                continue;
            }
            if ((some[(int) hash & 63] >>> (hash >>> 6) & 1) != 0) {
                String name = hashes.get(hash);
                if (name != null && equal(window, from, at, name)) {
                    found.put((int) (from - start), name);
                }
            }
            hash = 0;
            from = at + 1;
        }
        return new BtfNames(found);
    }

    boolean holds(int place) {
        return (filter[place >> 6 & filter.length - 1] >>> place & 1) != 0 && byPlace.containsKey(place);
    }

    boolean is(int place, String name) {
        return holds(place) && name.equals(byPlace.get(place));
    }

    private static boolean equal(ByteWindow window, long from, long to, String name) throws Unreadable {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (to - from != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (window.one(from + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static long hash(byte[] name) {
        long hash = 0;
        for (byte b : name) {
            hash = (hash + b) * HASH_FACTOR;
        }
        return hash;
    }
}
