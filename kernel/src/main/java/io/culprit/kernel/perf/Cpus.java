package io.culprit.kernel.perf;

import io.culprit.kernel.sys.KernelFile;
import java.util.stream.IntStream;

/** CPUs that are online: {@code /sys/devices/system/cpu/online}, a list as {@code 0-3,8} (cpuset(7)). */
final class Cpus {
    /** NR_CPUS of the largest kernels. */
    private static final int MAX_CPUS = 8192;

    private Cpus() {}

    static int[] online() {
        int[] listed = KernelFile.text("/sys/devices/system/cpu/online")
                .asOptional()
                .map(Cpus::parse)
                .orElse(new int[0]);
        return listed.length > 0
                ? listed
                : IntStream.range(0, Runtime.getRuntime().availableProcessors()).toArray();
    }

    /** Ranges that are none are passed over. */
    static int[] parse(String list) {
        IntStream.Builder cpus = IntStream.builder();
        for (String range : list.strip().split(",", -1)) {
            String[] ends = range.split("-", 2);
            try {
                int first = Integer.parseUnsignedInt(ends[0]);
                int last = Integer.parseUnsignedInt(ends[ends.length - 1]);
                for (int cpu = first; cpu >= 0 && cpu <= last && cpu < MAX_CPUS; cpu++) {
                    cpus.add(cpu);
                }
            } catch (NumberFormatException e) {
                // A list in a form that we do not know: the CPUs that we do read still count.
            }
        }
        return cpus.build().distinct().toArray();
    }
}
