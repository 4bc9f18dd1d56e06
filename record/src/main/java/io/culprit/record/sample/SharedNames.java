package io.culprit.record.sample;

import io.culprit.kernel.tasks.TaskTable;
import org.jspecify.annotations.Nullable;

/** Names of processes as text, one text for all that bear the same; a newer name takes the place of an older one. */
final class SharedNames {
    private static final int SLOTS = 256;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long[] low = new long[SLOTS];
    private final long[] high = new long[SLOTS];
    private final @Nullable String[] names = new String[SLOTS];

    String of(TaskTable table, int row) {
        long first = table.nameLow(row);
        long second = table.nameHigh(row);
        int slot = (int) (((first ^ (second * SPREAD)) * SPREAD) >>> 56);
        String name = names[slot];
        if (name == null || low[slot] != first || high[slot] != second) {
            name = table.name(row);
            names[slot] = name;
            low[slot] = first;
            high[slot] = second;
        }
        return name;
    }
}
