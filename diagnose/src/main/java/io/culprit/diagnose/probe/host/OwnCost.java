package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.KeyValues;
import io.culprit.kernel.sys.KernelFile;
import java.time.Duration;

/** What this process itself used since it was made: every answer names its price. */
public final class OwnCost {
    private static final double NANOS = 1e9;

    private final Duration before = cpu();

    /** CPUs used since then, 1.0 = one core for all the seconds. */
    public double cpusOver(double seconds) {
        return cpu().minus(before).toNanos() / NANOS / Math.max(1e-3, seconds);
    }

    /** VmHWM of proc_pid_status(5), bytes; 0 where the kernel does not tell. */
    public static long peakRssBytes() {
        return KernelFile.text("/proc/self/status")
                .map(KeyValues::parse)
                .asOptional()
                .map(s -> s.orZero("VmHWM"))
                .orElse(0L);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
