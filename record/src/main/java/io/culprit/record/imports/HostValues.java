package io.culprit.record.imports;

import io.culprit.record.store.Frame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The host's series of one sample, and its counters over all of them. */
final class HostValues {
    /** An interface or a field for each, with room; a hostile file could name millions. */
    static final int MOST_KEYS = 4096;

    private final Map<String, Double> now = new LinkedHashMap<>();
    private final Map<String, Double> rates = new LinkedHashMap<>();
    private final Map<String, Double> counters = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    /** A level, or a counter since the boot. */
    void set(String key, double value) {
        if (admitted(key)) {
            now.put(key, value);
            counters.put(key, value);
        }
    }

    void add(String key, double delta) {
        if (admitted(key)) {
            now.put(key, counters.merge(key, delta, Double::sum));
        }
    }

    void rate(String key, double perSecond) {
        if (admitted(key)) {
            rates.put(key, perSecond);
        }
    }

    private boolean admitted(String key) {
        if (seen.size() < MOST_KEYS) {
            seen.add(key);
        }
        return seen.contains(key);
    }

    boolean isEmpty() {
        return now.isEmpty() && rates.isEmpty();
    }

    /** @param seconds since the sample before */
    void into(Frame frame, double seconds) {
        rates.forEach((key, rate) -> now.put(key, counters.merge(key, rate * seconds, Double::sum)));
        now.forEach((key, value) -> frame.host(key, Math.round(value)));
        rates.clear();
        now.clear();
    }

    void forget() {
        rates.clear();
        now.clear();
    }

    /** Another stretch of time: its counters begin anew. */
    void restart() {
        forget();
        counters.clear();
    }

    Set<String> seen() {
        return Set.copyOf(seen);
    }
}
