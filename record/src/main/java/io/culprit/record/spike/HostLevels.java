package io.culprit.record.spike;

import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.Spike.Signal;
import io.culprit.record.store.Frame;
import java.util.Arrays;
import java.util.List;

/** The host's levels since the sample before, from its counters. */
final class HostLevels {
    /** In the order of the tracks. */
    static final List<Signal> SIGNALS =
            List.of(Signal.CPU, Signal.LOAD, Signal.CPU_PRESSURE, Signal.MEMORY_PRESSURE, Signal.IO_PRESSURE);

    static final int COUNT = SIGNALS.size();
    /** Not idle, as {@code /proc/stat} has it: waiting for a disk is idle, and what the hypervisor took nobody here used. */
    static final List<String> BUSY = List.of("user", "nice", "system", "irq", "softirq");

    static final String[] KEYS = keys();
    private static final int LOAD_AT = BUSY.size();
    private static final int PRESSURE_AT = LOAD_AT + 1;
    private static final int CPUS_AT = PRESSURE_AT + 3;
    private static final long ABSENT = Long.MIN_VALUE;
    private static final double MICROS_PER_MILLI = 1000;
    /** Load comes in thousandths. */
    private static final double THOUSAND = 1000;

    private final int[] places = new int[KEYS.length];
    private final long[] before = new long[KEYS.length];
    private final long[] now = new long[KEYS.length];
    final float[] levels = new float[COUNT];

    HostLevels() {
        Arrays.fill(now, ABSENT);
    }

    private static String[] keys() {
        String[] keys = new String[BUSY.size() + 5];
        int n = 0;
        for (String state : BUSY) {
            keys[n++] = HostKey.CPU + state;
        }
        keys[n++] = HostKey.LOAD_1;
        for (String resource : List.of("cpu", "memory", "io")) {
            keys[n++] = HostKey.PRESSURE_SOME + resource;
        }
        keys[n] = HostKey.CPUS;
        return keys;
    }

    void read(Frame frame) {
        begin();
        for (int i = 0; i < KEYS.length; i++) {
            String key = KEYS[i];
            int at = places[i];
            if (at >= frame.hostCount() || !key.equals(frame.hostKey(at))) {
                at = find(frame, key);
            }
            if (at >= 0) {
                places[i] = at;
                now[i] = frame.hostValue(at);
            }
        }
    }

    private static int find(Frame frame, String key) {
        for (int i = 0; i < frame.hostCount(); i++) {
            if (key.equals(frame.hostKey(i))) {
                return i;
            }
        }
        return -1;
    }

    /** What was now is before; to be followed by {@link #set} for each key. */
    void begin() {
        System.arraycopy(now, 0, before, 0, now.length);
        Arrays.fill(now, ABSENT);
    }

    void set(int key, long value) {
        now[key] = value;
    }

    /** Fills {@link #levels}; 0 for what is not known. */
    void over(long elapsedMillis) {
        double micros = elapsedMillis * MICROS_PER_MILLI;
        double busy = 0;
        for (int i = 0; i < LOAD_AT; i++) {
            busy += grown(i);
        }
        levels[0] = (float) (busy / micros);
        levels[1] = now[LOAD_AT] == ABSENT ? 0 : (float) (now[LOAD_AT] / THOUSAND);
        for (int i = 0; i < 3; i++) {
            levels[2 + i] = (float) Math.min(1, grown(PRESSURE_AT + i) / micros);
        }
    }

    /** A counter that fell was reset, and says nothing. */
    private double grown(int i) {
        return now[i] == ABSENT || before[i] == ABSENT || now[i] < before[i] ? 0 : now[i] - before[i];
    }

    int cpus() {
        long recorded = now[CPUS_AT];
        return recorded > 0 ? (int) recorded : Runtime.getRuntime().availableProcessors();
    }
}
