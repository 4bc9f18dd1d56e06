package io.culprit.kernel.net;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code /proc/net/softnet_stat}: one line for each CPU that is online, in hexadecimal (net/core/net-procfs.c). All namespaces.
 *
 * @param processed packets; {@code dropped} because the backlog was full; {@code squeezed} rounds that ran out of budget or time
 */
public record SoftnetStat(int cpu, long processed, long dropped, long squeezed) {
    /** Column with the CPU's number, since Linux 5.10; before, lines are in order but skip what is offline. */
    private static final int CPU_COLUMN = 12;

    private static final int HEX = 16;

    public static List<SoftnetStat> parse(String text) {
        List<SoftnetStat> cpus = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] f = line.strip().split(" +", -1);
            if (f.length < 3) {
                continue;
            }
            try {
                int cpu = f.length > CPU_COLUMN ? Integer.parseInt(f[CPU_COLUMN], HEX) : cpus.size();
                cpus.add(new SoftnetStat(
                        cpu, Long.parseLong(f[0], HEX), Long.parseLong(f[1], HEX), Long.parseLong(f[2], HEX)));
            } catch (NumberFormatException e) {
                // Not a line of this file.
            }
        }
        return cpus;
    }

    /** Counters have 32 bits and wrap. */
    public SoftnetStat since(SoftnetStat earlier) {
        return new SoftnetStat(
                cpu,
                wrapped(processed - earlier.processed),
                wrapped(dropped - earlier.dropped),
                wrapped(squeezed - earlier.squeezed));
    }

    private static long wrapped(long difference) {
        return difference & 0xffffffffL;
    }
}
