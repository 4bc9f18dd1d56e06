package io.culprit.record.imports;

import io.culprit.model.recording.HostKey;
import java.util.Map;

/** Which rows of sar are of the host: not those of one CPU, one interrupt or one disk. */
final class SarRows {
    private SarRows() {}

    /**
     * @param kind head of the label, {@code CPU}, {@code IFACE} …
     * @param label empty where the row has none
     */
    static boolean into(
            SarTable table,
            long millis,
            long number,
            String kind,
            String label,
            Map<String, String> line,
            Tally tally) {
        boolean host = label.isEmpty();
        switch (kind) {
            case "CPU", "cpu" -> {
                // sadf -d writes -1 for all CPUs together.
                if (!label.equals("all") && !label.equals("-1")) {
                    return false;
                }
                host = true;
            }
            case "INTR", "intr" -> {
                double rate = Numbers.decimal(line.getOrDefault("all", line.getOrDefault("intr/s", "")));
                boolean sum = label.equals("sum") || label.equals("-1");
                return sum && rate >= 0 && table.put(millis, number, HostKey.INTERRUPTS, rate, true);
            }
            case "IFACE", "iface" -> host = false;
            default -> {
                if (!host) {
                    line.keySet().forEach(tally::unused);
                    return false;
                }
            }
        }
        line.keySet().stream().filter(h -> SarColumn.of(h).isEmpty()).forEach(tally::unused);
        return table.row(millis, number, line, host ? "" : label);
    }
}
