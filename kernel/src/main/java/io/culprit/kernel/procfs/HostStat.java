package io.culprit.kernel.procfs;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code /proc/stat} (proc_stat(5)).
 *
 * @param perCpu by CPU number; offline CPUs are absent
 * @param running tasks runnable now; {@code blocked} in uninterruptible sleep
 * @param forks processes and threads made since boot
 */
public record HostStat(
        CpuTicks total,
        SortedMap<Integer, CpuTicks> perCpu,
        long contextSwitches,
        long interrupts,
        long forks,
        int running,
        int blocked) {

    private static final Pattern CPU = Pattern.compile("cpu[0-9]{1,6}");

    public HostStat {
        perCpu = Collections.unmodifiableSortedMap(new TreeMap<>(perCpu));
    }

    /** Unknown lines are passed over, absent ones read as 0: kernels add lines, and containers filter some. */
    public static HostStat parse(String text) {
        CpuTicks total = CpuTicks.NONE;
        SortedMap<Integer, CpuTicks> perCpu = new TreeMap<>();
        long[] single = new long[5];
        for (String line : text.split("\n", -1)) {
            String[] f = line.split(" +", -1);
            if (f.length < 2) {
                continue;
            }
            if (f[0].equals("cpu")) {
                total = CpuTicks.parse(f);
            } else if (CPU.matcher(f[0]).matches()) {
                perCpu.put((int) number(f[0].substring("cpu".length())), CpuTicks.parse(f));
            } else {
                int slot = Arrays.asList("ctxt", "intr", "processes", "procs_running", "procs_blocked")
                        .indexOf(f[0]);
                if (slot >= 0) {
                    single[slot] = number(f[1]);
                }
            }
        }
        return new HostStat(total, perCpu, single[0], single[1], single[2], (int) single[3], (int) single[4]);
    }

    static long number(String s) {
        try {
            return Long.parseLong(s);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
