package io.culprit.kernel.sysfs;

import io.culprit.kernel.sys.Errno;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * {@code /sys/devices/system/cpu} (Documentation/ABI/testing/sysfs-devices-system-cpu).
 *
 * @param root what stands before {@code /sys}; empty for the running system
 */
public record CpuFiles(String root) {
    private static final double KHZ_PER_MHZ = 1000;
    /** No kernel is built for more (NR_CPUS). */
    private static final int MAX_CPUS = 8192;
    /** Some kernels sleep 10 ms in a read of a frequency; 16 CPUs make a mean, 1 000 would make us late. */
    private static final int MAX_ASKED = 16;

    /** Numbers of the CPUs that run. */
    public Read<List<Integer>> online() {
        return KernelFile.text(root + "/sys/devices/system/cpu/online").map(CpuFiles::list);
    }

    /** {@code 0-3,8}; what is not in that form is passed over. */
    static List<Integer> list(String text) {
        List<Integer> cpus = new ArrayList<>();
        for (String range : text.strip().split(",", -1)) {
            String[] ends = range.split("-", 2);
            OptionalLong first = number(ends[0]);
            OptionalLong last = number(ends[ends.length - 1]);
            if (first.isPresent() && last.isPresent() && last.getAsLong() < MAX_CPUS && first.getAsLong() >= 0) {
                IntStream.rangeClosed((int) first.getAsLong(), (int) last.getAsLong())
                        .forEach(cpus::add);
            }
        }
        return cpus;
    }

    /** Mean of what cpufreq says of some of the CPUs, evenly picked. */
    public Read<Double> meanMhz(List<Integer> cpus) {
        int step = Math.max(1, cpus.size() / MAX_ASKED);
        OptionalDouble mean = IntStream.range(0, cpus.size())
                .filter(i -> i % step == 0)
                .mapToObj(i -> cpuNumber(cpus.get(i), "cpufreq/scaling_cur_freq"))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .average();
        return mhz(mean, "scaling_cur_freq");
    }

    /** The highest that any CPU may reach. */
    public Read<Double> maxMhz(List<Integer> cpus) {
        OptionalLong max = cpus.stream()
                .map(cpu -> cpuNumber(cpu, "cpufreq/cpuinfo_max_freq"))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max();
        return mhz(
                max.isPresent() ? OptionalDouble.of((double) max.getAsLong()) : OptionalDouble.empty(),
                "cpuinfo_max_freq");
    }

    private static Read<Double> mhz(OptionalDouble khz, String file) {
        return khz.isPresent()
                ? Read.ok(khz.getAsDouble() / KHZ_PER_MHZ)
                : Read.malformed(
                        "read cpufreq/" + file,
                        "no CPU has it: the kernel drives no frequency here, as in most virtual machines");
    }

    /** Throttle events since boot: those of cores, and those of packages, which each of their CPUs repeats. */
    public Read<Long> throttles(List<Integer> cpus) {
        long cores = 0;
        boolean any = false;
        Map<Long, Long> packages = new HashMap<>();
        for (int cpu : cpus) {
            OptionalLong core = cpuNumber(cpu, "thermal_throttle/core_throttle_count");
            OptionalLong whole = cpuNumber(cpu, "thermal_throttle/package_throttle_count");
            any |= core.isPresent() || whole.isPresent();
            cores += core.orElse(0);
            long id = cpuNumber(cpu, "topology/physical_package_id").orElse(0);
            packages.merge(id, whole.orElse(0), Math::max);
        }
        long all = cores + packages.values().stream().mapToLong(Long::longValue).sum();
        return any
                ? Read.ok(all)
                : Read.malformed(
                        "read thermal_throttle",
                        "no CPU has it: Intel's alone count, and virtual machines do not show them");
    }

    private OptionalLong cpuNumber(int cpu, String file) {
        Read<String> text = KernelFile.text(root + "/sys/devices/system/cpu/cpu" + cpu + "/" + file);
        return text.errno() == Errno.ENOENT
                ? OptionalLong.empty()
                : number(text.asOptional().orElse(""));
    }

    private static OptionalLong number(String s) {
        try {
            return OptionalLong.of(Long.parseLong(s.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
