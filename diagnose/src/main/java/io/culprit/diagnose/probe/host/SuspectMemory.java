package io.culprit.diagnose.probe.host;

import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.procfs.KeyValues;
import io.culprit.kernel.procfs.MapsScan;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.ProcessMemory.Smaps;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Step 6 for one suspect: {@code status} at each reading, {@code maps} once at the end, smaps only when asked. */
public final class SuspectMemory implements WindowProbe<ProcessMemory> {
    private static final String HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage/enabled";

    private final int pid;
    private final boolean smaps;
    private final Slope anonAndSwap = new Slope();
    private final Slope data = new Slope();
    private Read<KeyValues> last = Read.malformed("read the memory", "not begun");
    private long startTicks = -1;
    /** Whose files tell the memory: the process itself, or a thread that outlived the first one. */
    private int holder;

    /**
     * @param smaps read {@code smaps_rollup} too, which holds the target's memory map and may stall it for seconds
     */
    public SuspectMemory(int pid, boolean smaps) {
        this.pid = pid;
        holder = pid;
        this.smaps = smaps;
    }

    @Override
    public void begin() {
        reading();
    }

    @Override
    public void tick() {
        reading();
    }

    private Read<KeyValues> reading() {
        Read<KeyValues> now = start().flatMap(ticks -> {
            if (startTicks >= 0 && ticks != startTicks) {
                return Read.malformed("read process " + pid, "it ended, and another process has its number now");
            }
            startTicks = ticks;
            return status().map(this::split);
        });
        if (now instanceof Read.Ok<KeyValues>(KeyValues status)
                && status.get("VmRSS").isPresent()) {
            long nanos = System.nanoTime();
            anonAndSwap.add(nanos, anon(status) + status.orZero("VmSwap"));
            data.add(nanos, status.orZero("VmData"));
            last = now;
        } else if (!(last instanceof Read.Ok<KeyValues>)) {
            last = now;
        }
        return now;
    }

    /** When the first thread has ended and others run on, the process's own files are empty, but theirs are not. */
    private Read<KeyValues> status() {
        Read<KeyValues> own = statusOf(pid);
        if (own.map(s -> s.get("VmRSS").isEmpty()).asOptional().orElse(false)) {
            for (int tid : Processes.tids(pid)) {
                Read<KeyValues> thread = statusOf(tid);
                if (thread.map(s -> s.get("VmRSS").isPresent()).asOptional().orElse(false)) {
                    holder = tid;
                    return thread;
                }
            }
        }
        return own;
    }

    private static Read<KeyValues> statusOf(int tid) {
        return KernelFile.text("/proc/" + tid + "/status").map(KeyValues::parse);
    }

    private Read<Long> start() {
        return KernelFile.bytes("/proc/" + pid + "/stat")
                .flatMap(b -> PidStat.parse(b, b.length))
                .map(PidStat::startTicks);
    }

    /** A suspect that ended within the window is told by its last reading, its mappings are unavailable. */
    @Override
    public Answer<ProcessMemory> finish() {
        Read<KeyValues> now = reading();
        if (!(last instanceof Read.Ok<KeyValues>(KeyValues status))) {
            return Answer.unavailable(last.why());
        }
        if (status.get("VmRSS").isEmpty()) {
            return Answer.unavailable(
                    "process " + pid + " has no memory of its own: a kernel thread, or one that has ended (zombie)");
        }
        MappingPicks picks = new MappingPicks();
        Answer<Integer> mappings = Kernel.answer(now.flatMap(n -> n.get("VmRSS").isPresent()
                ? MapsScan.of(holder, picks::take)
                : Read.malformed("read /proc/" + pid + "/maps", "the process has ended (zombie)")));
        return Answer.known(of(status, mappings, picks, hugePages(status), smaps ? rollup() : Optional.empty()));
    }

    private ProcessMemory of(
            KeyValues status,
            Answer<Integer> mappings,
            MappingPicks picks,
            Answer<String> hugePages,
            Optional<Smaps> rollup) {
        long rss = status.orZero("VmRSS");
        return new ProcessMemory(
                rss,
                anon(status),
                status.orZero("RssFile"),
                status.orZero("RssShmem"),
                status.orZero("VmSwap"),
                status.orZero("VmData"),
                status.orZero("VmSize"),
                anonAndSwap.perSecond(),
                data.perSecond(),
                mappings,
                mappings.map(n -> picks.largest()),
                mappings.map(n -> picks.deleted()),
                mappings.map(n -> picks.odd()),
                hugePages,
                rollup);
    }

    private static long anon(KeyValues status) {
        return status.orZero("RssAnon");
    }

    /** Before Linux 4.5 status does not split RSS; {@code statm} then tells file and shared memory together. */
    private KeyValues split(KeyValues status) {
        if (status.get("RssAnon").isPresent() || status.get("VmRSS").isEmpty()) {
            return status;
        }
        String statm =
                KernelFile.text("/proc/" + holder + "/statm").asOptional().orElse("");
        return splitBy(status, statm, AuxVector.self().pageBytes());
    }

    static KeyValues splitBy(KeyValues status, String statm, long pageBytes) {
        String[] f = statm.split(" ", -1);
        long shared = f.length > 2 && f[2].matches("\\d{1,12}") ? Long.parseLong(f[2]) * pageBytes : 0;
        Map<String, Long> values = new HashMap<>(status.values());
        values.put("RssAnon", Math.max(0, status.orZero("VmRSS") - shared));
        values.put("RssFile", shared);
        return new KeyValues(Map.copyOf(values));
    }

    private static Answer<String> hugePages(KeyValues status) {
        return Kernel.answer(KernelFile.text(HUGE_PAGES)).map(modes -> {
            String mode = chosen(modes);
            boolean out = status.get("THP_enabled").orElse(1) == 0;
            return out ? mode + ", but the process opted out (PR_SET_THP_DISABLE)" : mode;
        });
    }

    /** {@code always [madvise] never}: the one in brackets. */
    static String chosen(String modes) {
        int open = modes.indexOf('[');
        int close = modes.indexOf(']', open + 1);
        return open >= 0 && close > open ? modes.substring(open + 1, close) : modes;
    }

    private Optional<Smaps> rollup() {
        return KernelFile.text("/proc/" + holder + "/smaps_rollup")
                .map(KeyValues::parse)
                .asOptional()
                .map(s -> new Smaps(
                        s.orZero("Pss"),
                        s.orZero("Private_Dirty"),
                        s.orZero("Shared_Dirty"),
                        s.orZero("AnonHugePages"),
                        s.orZero("SwapPss")));
    }
}
