package io.culprit.diagnose.probe.host;

import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.procfs.KeyValues;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.HostMemory;
import java.util.OptionalLong;

/** Step 6, the host: {@code /proc/meminfo} at the end of the window and {@code /proc/vmstat} over it. */
public final class HostMemoryProbe implements WindowProbe<HostMemory> {
    private static final String NO_COUNT = "this kernel has no oom_kill in /proc/vmstat (Linux 4.13 and later have)";
    private static final String DIRECT = "pgscan_direct";
    /** Counts waits for reclaim and not pages, though its name begins alike. */
    private static final String DIRECT_WAITS = "pgscan_direct_throttle";

    private final String root;
    private Read<KeyValues> before = Read.malformed("read /proc/vmstat", "not begun");
    private long beganNanos;

    public HostMemoryProbe() {
        this("");
    }

    HostMemoryProbe(String root) {
        this.root = root;
    }

    @Override
    public void begin() {
        before = read("/proc/vmstat");
        beganNanos = System.nanoTime();
    }

    @Override
    public Answer<HostMemory> finish() {
        Read<KeyValues> now = read("/proc/vmstat");
        double seconds = Math.max(1e-3, (System.nanoTime() - beganNanos) / 1e9);
        Read<KeyValues> meminfo = read("/proc/meminfo");
        if (!(before instanceof Read.Ok<KeyValues>(KeyValues first))) {
            return Answer.unavailable(before.why());
        }
        if (!(now instanceof Read.Ok<KeyValues>(KeyValues last))) {
            return Answer.unavailable(now.why());
        }
        if (!(meminfo instanceof Read.Ok<KeyValues>(KeyValues memory))) {
            return Answer.unavailable(meminfo.why());
        }
        return of(memory, first, last, seconds);
    }

    static Answer<HostMemory> of(KeyValues memory, KeyValues first, KeyValues last, double seconds) {
        OptionalLong total = memory.get("MemTotal");
        OptionalLong available = memory.get("MemAvailable");
        if (total.isEmpty() || available.isEmpty()) {
            return Answer.unavailable("read /proc/meminfo: it has no " + (total.isEmpty() ? "MemTotal" : "MemAvailable")
                    + " (Linux 3.14 and later have both)");
        }
        OptionalLong killsBefore = first.get("oom_kill");
        OptionalLong killsNow = last.get("oom_kill");
        return Answer.known(new HostMemory(
                total.getAsLong(),
                available.getAsLong(),
                memory.orZero("SwapTotal"),
                memory.orZero("SwapFree"),
                memory.orZero("SUnreclaim"),
                grown(first, last, "pswpin") / seconds,
                grown(first, last, "pswpout") / seconds,
                Math.max(0, direct(last) - direct(first)) / seconds,
                grown(first, last, "pgmajfault") / seconds,
                killsBefore.isPresent() && killsNow.isPresent()
                        ? Answer.known(Math.max(0, killsNow.getAsLong() - killsBefore.getAsLong()))
                        : Answer.unavailable(NO_COUNT),
                killsNow.isPresent() ? Answer.known(killsNow.getAsLong()) : Answer.unavailable(NO_COUNT)));
    }

    private static double grown(KeyValues first, KeyValues last, String name) {
        return Math.max(0, last.orZero(name) - first.orZero(name));
    }

    /** One line since Linux 4.8, before that one for each zone: {@code pgscan_direct_normal} and the like. */
    private static double direct(KeyValues vmstat) {
        return vmstat.get(DIRECT)
                .orElseGet(() -> vmstat.values().entrySet().stream()
                        .filter(e -> e.getKey().startsWith(DIRECT + "_")
                                && !e.getKey().equals(DIRECT_WAITS))
                        .mapToLong(e -> e.getValue())
                        .sum());
    }

    private Read<KeyValues> read(String path) {
        return KernelFile.text(root + path).map(KeyValues::parse);
    }
}
