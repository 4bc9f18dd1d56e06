package io.culprit.kernel.procfs;

/** One {@code cpu} line of {@code /proc/stat} (proc_stat(5)), clock ticks since boot; guest time is inside user. */
public record CpuTicks(long user, long nice, long system, long idle, long iowait, long irq, long softirq, long steal) {

    static final CpuTicks NONE = new CpuTicks(0, 0, 0, 0, 0, 0, 0, 0);

    /** Missing fields, of kernels or containers that do not print them, are 0. */
    static CpuTicks parse(String[] fields) {
        long[] t = new long[8];
        for (int i = 0; i < t.length && i + 1 < fields.length; i++) {
            t[i] = HostStat.number(fields[i + 1]);
        }
        return new CpuTicks(t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7]);
    }

    /** Each field's growth; iowait and steal are known to go backwards, which counts as none. */
    public CpuTicks since(CpuTicks earlier) {
        return new CpuTicks(
                grown(user, earlier.user),
                grown(nice, earlier.nice),
                grown(system, earlier.system),
                grown(idle, earlier.idle),
                grown(iowait, earlier.iowait),
                grown(irq, earlier.irq),
                grown(softirq, earlier.softirq),
                grown(steal, earlier.steal));
    }

    public long all() {
        return user + nice + system + idle + iowait + irq + softirq + steal;
    }

    private static long grown(long now, long before) {
        return Math.max(0, now - before);
    }
}
