package io.culprit.kernel.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /proc/softirqs} (proc_softirqs(5)): how often each kind ran, by CPU.
 *
 * @param cpus numbers of the columns
 * @param counts by name, as many as there are columns
 */
public record Softirqs(List<Integer> cpus, Map<String, long[]> counts) {
    private static final String CPU = "CPU";

    public static Softirqs parse(String text) {
        List<Integer> cpus = new ArrayList<>();
        Map<String, long[]> counts = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split("\\s+", -1);
            try {
                if (f[0].startsWith(CPU)) {
                    for (String column : f) {
                        cpus.add(Integer.parseInt(column.substring(CPU.length())));
                    }
                } else if (f[0].endsWith(":") && f.length > cpus.size()) {
                    long[] row = new long[cpus.size()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = Long.parseLong(f[i + 1]);
                    }
                    counts.put(f[0].substring(0, f[0].length() - 1), row);
                }
            } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
                // Not a line of this file.
            }
        }
        return new Softirqs(cpus, counts);
    }
}
