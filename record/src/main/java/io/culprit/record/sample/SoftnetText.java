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

    private static final int FIRST_LINES = 64;
    private static final long U32 = 0xffffffffL;

    private final long[] sums = new long[COUNTERS];
    /** The counters of each line, and which CPU it is of. */
    private long[] now = new long[FIRST_LINES * COUNTERS];

    private int[] cpus = new int[FIRST_LINES];
    /** By CPU; -1 until it was seen. */
    private long[] last = new long[0];

    private int lastLines = -1;
    private boolean numbered;

    @Override
    public void take(Cursor text, Frame frame) {
        int lines = parse(text);
        if (lines == 0) {
            return;
        }
        // Without numbers, and another count of lines: which line is which CPU is not known any more.
        boolean known = numbered || lastLines < 0 || lines == lastLines;
        lastLines = lines;
        for (int line = 0; line < lines; line++) {
            add(line, known);
        }
        for (int i = 0; i < COUNTERS; i++) {
            frame.host(KEYS[i], sums[i]);
        }
    }

    private int parse(Cursor text) {
        int lines = 0;
        for (; text.more() && lines < MAX_CPUS; text.line()) {
            if (lines == cpus.length) {
                cpus = Arrays.copyOf(cpus, 2 * lines);
                now = Arrays.copyOf(now, 2 * lines * COUNTERS);
            }
            boolean whole = true;
            for (int i = 0; i < COUNTERS; i++) {
                long n = text.hex();
                whole &= n >= 0;
                now[lines * COUNTERS + i] = n;
            }
            if (whole) {
                for (int i = COUNTERS; i < CPU_COLUMN; i++) {
                    text.word();
                }
                long cpu = text.hex();
                numbered = cpu >= 0 && cpu < MAX_CPUS;
                cpus[lines] = numbered ? (int) cpu : lines;
                lines++;
            }
        }
        return lines;
    }

    private void add(int line, boolean known) {
        int first = COUNTERS * cpus[line];
        if (first + COUNTERS > last.length) {
            int old = last.length;
            last = Arrays.copyOf(last, first + COUNTERS);
            Arrays.fill(last, old, last.length, -1);
        }
        for (int i = 0; i < COUNTERS; i++) {
            long n = now[line * COUNTERS + i];
            if (known) {
                sums[i] += last[first + i] < 0 ? n : (n - last[first + i]) & U32;
            }
            last[first + i] = n;
        }
    }
}
