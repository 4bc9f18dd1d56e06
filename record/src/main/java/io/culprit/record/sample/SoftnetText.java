package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.util.Arrays;

/**
 * {@code /proc/net/softnet_stat} (net/core/net-procfs.c): a line for each CPU, in hexadecimal. Its counters have 32 bits and
 * wrap within hours where traffic is heavy; the sums here do not.
 */
final class SoftnetText implements HostText {
    /** Packets, dropped, squeezed. */
    private static final int COUNTERS = 3;

    private static final String[] KEYS = {HostKey.SOFTNET_PACKETS, HostKey.SOFTNET_DROPPED, HostKey.SOFTNET_SQUEEZED};

    /** Column with the CPU's number, since Linux 5.10; before, lines are in order but skip what is offline. */
    private static final int CPU_COLUMN = 12;

    /** NR_CPUS is at most 8192. */
    private static final int MAX_CPUS = 8192;

    private static final long U32 = 0xffffffffL;

    private final long[] sums = new long[COUNTERS];
    private final long[] now = new long[COUNTERS];
    /** By CPU; -1 until it was seen. */
    private long[] last = new long[0];

    private int lastLines = -1;

    @Override
    public void take(Cursor text, Frame frame) {
        int lines = 0;
        boolean numbered = false;
        for (; text.more() && lines < MAX_CPUS; text.line()) {
            for (int i = 0; i < COUNTERS; i++) {
                now[i] = text.hex();
            }
            if ((now[0] | now[1] | now[2]) < 0) {
                continue;
            }
            for (int i = COUNTERS; i < CPU_COLUMN; i++) {
                text.word();
            }
            long cpu = text.hex();
            numbered = cpu >= 0 && cpu < MAX_CPUS;
            add(numbered ? (int) cpu : lines);
            lines++;
        }
        if (lines == 0) {
            return;
        }
        if (!numbered && lastLines >= 0 && lines != lastLines) {
            // Which line is which CPU is not known any more, and what was just added may be any.
            Arrays.fill(last, -1);
        }
        lastLines = lines;
        for (int i = 0; i < COUNTERS; i++) {
            frame.host(KEYS[i], sums[i]);
        }
    }

    private void add(int cpu) {
        if (COUNTERS * (cpu + 1) > last.length) {
            int old = last.length;
            last = Arrays.copyOf(last, COUNTERS * (cpu + 1));
            Arrays.fill(last, old, last.length, -1);
        }
        for (int i = 0; i < COUNTERS; i++) {
            int slot = COUNTERS * cpu + i;
            sums[i] += last[slot] < 0 ? now[i] : now[i] - last[slot] & U32;
            last[slot] = now[i];
        }
    }
}
