package io.culprit.kernel.cgroup;

import io.culprit.kernel.procfs.KeyValues;
import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One control group: its files, in either version.
 *
 * @param path as {@code /proc/PID/cgroup} prints it
 * @param directory where its files are
 * @param v2 whether it belongs to the unified hierarchy
 */
public record Cgroup(String path, String directory, boolean v2) {
    private static final double NANOS_PER_MICRO = 1000;
    /** Version 1 prints "no limit" as the largest multiple of a page; nobody limits to four exbibytes. */
    private static final long V1_NO_LIMIT = 1L << 62;

    /**
     * @param quotaCpus CPUs that the quota grants; empty when unlimited or when the group has no quota file
     * @param throttledMicros summed over CPUs
     */
    public record Cpu(OptionalDouble quotaCpus, long periods, long throttled, double throttledMicros) {}

    /**
     * @param limit empty when unlimited
     * @param oomKills empty before Linux 4.13
     * @param maxHits how often the limit was run into
     */
    public record Memory(long usage, OptionalLong limit, OptionalLong oomKills, long maxHits) {}

    public record Pids(long current, OptionalLong limit) {}

    /** A refusal with ENOENT means that the controller is not on in this group, as at the very top. */
    public Read<Cpu> cpu() {
        return file("cpu.stat").flatMap(text -> {
            KeyValues stat = KeyValues.parse(text);
            if (stat.get("nr_periods").isEmpty()) {
                return Read.refused("read the quota of " + directory, Errno.ENOENT);
            }
            double micros = v2 ? stat.orZero("throttled_usec") : stat.orZero("throttled_time") / NANOS_PER_MICRO;
            return Read.ok(new Cpu(quota(), stat.orZero("nr_periods"), stat.orZero("nr_throttled"), micros));
        });
    }

    private OptionalDouble quota() {
        if (v2) {
            return file("cpu.max").map(Cgroup::quotaOfCpuMax).asOptional().orElse(OptionalDouble.empty());
        }
        OptionalLong quota = number("cpu.cfs_quota_us");
        OptionalLong period = number("cpu.cfs_period_us");
        return ratio(quota.orElse(-1), period.orElse(0));
    }

    /** {@code max 100000} or {@code 200000 100000}: quota and period in microseconds. */
    static OptionalDouble quotaOfCpuMax(String text) {
        String[] f = text.strip().split("\\s+", -1);
        return f.length < 2
                ? OptionalDouble.empty()
                : ratio(parse(f[0]).orElse(-1), parse(f[1]).orElse(0));
    }

    private static OptionalDouble ratio(long quota, long period) {
        return quota > 0 && period > 0 ? OptionalDouble.of((double) quota / period) : OptionalDouble.empty();
    }

    public Read<Memory> memory() {
        String usage = v2 ? "memory.current" : "memory.usage_in_bytes";
        return file(usage).flatMap(text -> {
            OptionalLong used = parse(text);
            if (used.isEmpty()) {
                return Read.malformed("read " + directory + "/" + usage, "not a number");
            }
            OptionalLong limit = number(v2 ? "memory.max" : "memory.limit_in_bytes");
            KeyValues events = file(v2 ? "memory.events" : "memory.oom_control")
                    .map(KeyValues::parse)
                    .asOptional()
                    .orElse(KeyValues.parse(""));
            long hits = v2 ? events.orZero("max") : number("memory.failcnt").orElse(0);
            boolean limited = limit.isPresent() && (v2 || limit.getAsLong() < V1_NO_LIMIT);
            return Read.ok(
                    new Memory(used.getAsLong(), limited ? limit : OptionalLong.empty(), events.get("oom_kill"), hits));
        });
    }

    public Read<Pids> pids() {
        return file("pids.current").flatMap(text -> {
            OptionalLong current = parse(text);
            return current.isEmpty()
                    ? Read.malformed("read " + directory + "/pids.current", "not a number")
                    : Read.ok(new Pids(current.getAsLong(), number("pids.max")));
        });
    }

    private Read<String> file(String name) {
        return KernelFile.text(directory + "/" + name);
    }

    private OptionalLong number(String name) {
        return file(name).map(Cgroup::parse).asOptional().orElse(OptionalLong.empty());
    }

    /** Empty for {@code max}. */
    private static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
