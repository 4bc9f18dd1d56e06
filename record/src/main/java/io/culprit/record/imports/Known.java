package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.Arrays;
import java.util.List;

/** A process that was seen in an earlier sample: what tells it from the next that has its pid. */
final class Known {
    static final int CLOSED = -1;

    /** They never fall while a process lives; faults and bytes neither, but ps prints them as 0 where it may not read. */
    private static final List<ProcessMetric> WITNESSES =
            List.of(ProcessMetric.CPU, ProcessMetric.CPU_USER, ProcessMetric.CPU_SYSTEM);

    final long startTicks;
    final long startedMillis;
    private final boolean startKnown;
    private final long startTolerance;
    String name;
    String command;
    int parent;
    boolean kernelThread;
    int handle = CLOSED;
    long lastSample;
    private final double[] counters = new double[Row.METRICS];
    private final long[] last = new long[Row.METRICS];

    Known(Row row, long startTicks, long startedMillis) {
        this.startTicks = startTicks;
        this.startedMillis = startedMillis;
        startKnown = row.knowsStart();
        startTolerance = row.startTolerance;
        name = row.name;
        command = row.command;
        parent = row.parent;
        kernelThread = row.kernelThread;
        Arrays.fill(last, Row.UNKNOWN);
    }

    /** @param missing there was a sample since, without this pid */
    boolean isAnother(Row row, boolean missing) {
        if (startKnown && row.knowsStart()) {
            return Math.abs(startedMillis - row.startMillis) > startTolerance + row.startTolerance;
        }
        for (ProcessMetric witness : WITNESSES) {
            int i = witness.number();
            if (row.values[i] != Row.UNKNOWN && last[i] != Row.UNKNOWN && row.values[i] < last[i]) {
                return true;
            }
        }
        return missing && !row.name.isEmpty() && !row.name.equals(name);
    }

    /** @return whether what is described has changed */
    boolean update(Row row) {
        boolean renamed = !row.name.isEmpty() && !row.name.equals(name);
        boolean rewritten = !row.command.isEmpty() && !row.command.equals(command);
        boolean adopted = row.parent >= 0 && row.parent != parent;
        if (renamed) {
            name = row.name;
        }
        if (rewritten) {
            command = row.command;
        }
        if (adopted) {
            parent = row.parent;
        }
        return renamed || rewritten || adopted;
    }

    /**
     * The value of a metric at this sample.
     *
     * @param seconds since the sample before
     */
    long value(Row row, int i, double seconds) {
        if (row.values[i] != Row.UNKNOWN) {
            last[i] = row.values[i];
            counters[i] = row.values[i];
            return row.values[i];
        }
        if (Double.isNaN(row.more[i]) && Double.isNaN(row.rates[i])) {
            return Row.UNKNOWN;
        }
        counters[i] += Double.isNaN(row.more[i]) ? row.rates[i] * seconds : row.more[i];
        return Math.round(counters[i]);
    }
}
