package io.culprit.record.imports;

import io.culprit.model.recording.HostKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What sar says, by time. It prints one series after another, each from the first time to the last, so all is kept until the
 * end: the host's series alone, some hundred values a sample.
 */
final class SarTable {
    /** 160 MB; a month of one sample a minute with a hundred series is 4 million. */
    private static final int MOST_VALUES = 20_000_000;

    private static final int FIRST_KEYS = 16;

    private record Key(String name, boolean rate) {}

    private final Samples samples;
    private final Tally tally;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, Key> keys = new LinkedHashMap<>();
    private final TreeMap<Long, double[]> rows = new TreeMap<>();
    private final Map<Long, Long> lines = new HashMap<>();
    private long values;
    private int cpus;

    SarTable(Samples samples, Tally tally) {
        this.samples = samples;
        this.tally = tally;
    }

    void cpus(int count) {
        cpus = count;
    }

    /**
     * One row of one table.
     *
     * @param line cells by head; {@code label} the interface, CPU or interrupt that it is of, empty where there is none
     * @return whether something came of it
     */
    boolean row(long millis, long number, Map<String, String> line, String label) {
        Map<SarColumn, Double> sums = new LinkedHashMap<>();
        line.forEach((head, cell) -> {
            SarColumn column = SarColumn.of(head).orElse(null);
            double value = Numbers.decimal(cell);
            if (column != null && value >= 0 && column.isOfInterface() == !label.isEmpty()) {
                sums.merge(column, value * column.factor(), Double::sum);
            }
        });
        boolean any = false;
        for (Map.Entry<SarColumn, Double> one : sums.entrySet()) {
            SarColumn column = one.getKey();
            if (column.kind() != SarColumn.Kind.CPU_SHARE) {
                boolean rate = column.kind() == SarColumn.Kind.RATE;
                any |= put(millis, number, column.key() + label, one.getValue(), rate);
            } else if (cpus > 0) {
                any |= put(millis, number, column.key(), one.getValue() * cpus, true);
                put(millis, number, HostKey.CPUS, cpus, false);
            } else {
                tally.note("shares of the CPU are left out: how many CPUs there are is not said (sadf -j says it)");
            }
        }
        return any;
    }

    boolean put(long millis, long line, String key, double value, boolean rate) {
        if (values >= MOST_VALUES) {
            tally.trouble(line, "more than " + MOST_VALUES + " values of the host; the rest is left out");
            return false;
        }
        Integer known = numbers.get(key);
        if (known == null) {
            if (numbers.size() >= HostValues.MOST_KEYS) {
                return false;
            }
            known = numbers.size();
            numbers.put(key, known);
            keys.put(known, new Key(key, rate));
        }
        double[] row = rows.computeIfAbsent(millis, m -> filled(FIRST_KEYS));
        if (row.length <= known) {
            double[] longer = filled(Math.max(2 * row.length, known + 1));
            System.arraycopy(row, 0, longer, 0, row.length);
            rows.put(millis, longer);
            row = longer;
        }
        values += Double.isNaN(row[known]) ? 1 : 0;
        row[known] = value;
        lines.putIfAbsent(millis, line);
        return true;
    }

    private static double[] filled(int length) {
        double[] row = new double[length];
        Arrays.fill(row, Double.NaN);
        return row;
    }

    /** Hands over what was kept, in the order of time. */
    void end() {
        rows.forEach((millis, row) -> {
            samples.at(millis, lines.getOrDefault(millis, 0L));
            for (int i = 0; i < row.length; i++) {
                Key key = Double.isNaN(row[i]) ? null : keys.get(i);
                if (key != null && key.rate) {
                    samples.hostRate(key.name, row[i]);
                } else if (key != null) {
                    samples.hostLevel(key.name, row[i]);
                }
            }
        });
        rows.clear();
        lines.clear();
    }
}
