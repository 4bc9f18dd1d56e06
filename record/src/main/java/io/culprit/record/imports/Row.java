package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.Arrays;

/** What one line says of one process; filled, taken, and filled again. */
final class Row {
    /** By number, and the numbers begin at 1. */
    static final int METRICS = ProcessMetric.values().length + 1;

    static final long UNKNOWN = ProcessMetric.UNKNOWN;

    int pid;
    int parent;
    int uid;
    String name = "";
    /** As it was printed, secrets and all. */
    String command = "";

    boolean kernelThread;
    long startMillis;
    /** How wrong {@link #startMillis} may be. */
    long startTolerance;

    /** A level, or a counter since the process began. */
    final long[] values = new long[METRICS];
    /** What came to a counter since the sample before. */
    final double[] more = new double[METRICS];
    /** How fast a counter grows, a second. */
    final double[] rates = new double[METRICS];

    void begin(int pid) {
        this.pid = pid;
        parent = -1;
        uid = -1;
        name = "";
        command = "";
        kernelThread = false;
        startMillis = UNKNOWN;
        startTolerance = 0;
        Arrays.fill(values, UNKNOWN);
        Arrays.fill(more, Double.NaN);
        Arrays.fill(rates, Double.NaN);
    }

    void set(ProcessMetric metric, long value) {
        values[metric.number()] = value;
    }

    void add(ProcessMetric metric, double delta) {
        more[metric.number()] = delta;
    }

    void rate(ProcessMetric metric, double perSecond) {
        rates[metric.number()] = perSecond;
    }

    void startedAt(long millis, long tolerance) {
        startMillis = millis;
        startTolerance = tolerance;
    }

    boolean knowsStart() {
        return startMillis != UNKNOWN;
    }

    /** Another table of the same sample: what is known stays. */
    void merge(Row other) {
        parent = parent < 0 ? other.parent : parent;
        uid = uid < 0 ? other.uid : uid;
        name = name.isEmpty() ? other.name : name;
        command = command.isEmpty() ? other.command : command;
        kernelThread |= other.kernelThread;
        if (!knowsStart()) {
            startMillis = other.startMillis;
            startTolerance = other.startTolerance;
        }
        for (int i = 0; i < METRICS; i++) {
            values[i] = values[i] == UNKNOWN ? other.values[i] : values[i];
            more[i] = Double.isNaN(more[i]) ? other.more[i] : more[i];
            rates[i] = Double.isNaN(rates[i]) ? other.rates[i] : rates[i];
        }
    }

    /** The other would say again, perhaps differently, what is known. */
    boolean overlaps(Row other) {
        for (int i = 0; i < METRICS; i++) {
            if ((values[i] != UNKNOWN && other.values[i] != UNKNOWN)
                    || (!Double.isNaN(more[i]) && !Double.isNaN(other.more[i]))
                    || (!Double.isNaN(rates[i]) && !Double.isNaN(other.rates[i]))) {
                return true;
            }
        }
        return false;
    }

    void copy(Row other) {
        begin(other.pid);
        merge(other);
    }
}
