package io.culprit.record.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was found broken and left out: one line each, each once. */
final class Damage {
    /** A person reads the first ones; a disk of garbage must not fill the heap. */
    private static final int MAX_LINES = 200;

    private final Set<String> lines = new LinkedHashSet<>();
    private long more;

    void add(String file, long position, String what) {
        add(file + " at byte " + position + ": " + what);
    }

    void add(String line) {
        if (lines.contains(line)) {
            return;
        }
        if (lines.size() < MAX_LINES) {
            lines.add(line);
        } else {
            more++;
        }
    }

    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (more > 0) {
            all.add("and in " + more + " more places");
        }
        return all;
    }
}
