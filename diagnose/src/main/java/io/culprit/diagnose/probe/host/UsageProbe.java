package io.culprit.diagnose.probe.host;

import io.culprit.diagnose.probe.Names;
import io.culprit.diagnose.probe.WindowProbe;
import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.procfs.CpuTicks;
import io.culprit.kernel.procfs.HostStat;
import io.culprit.kernel.procfs.PidStat;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Step 2: the CPU of every process and thread, from /proc/PID/stat at the ends of the window and about once a second between.
 * Used by one thread. Names, command lines and units are read for those alone that are reported or asked for.
 */
public final class UsageProbe implements WindowProbe<Usage>, Names, AutoCloseable {
    /** Listed at most; a host has thousands, and the ranking needs the hot and the growing ones. */
    private static final int MAX_LISTED = 300;

    private static final int MAX_THREADS_LISTED = 8;
    /** Growth of RSS that makes an idle process worth listing. */
    private static final long WORTH_RSS_BYTES = 1 << 20;
    /** First readings of threads cost 8 us each; beyond this many, only processes that are hot later tell theirs. */
    private static final int MAX_THREADS_READ = 20_000;

    private static final char ZOMBIE = 'Z';

    private final int own = (int) ProcessHandle.current().pid();
    private final String bootId;
    private final double ticksPerSecond;
    private final long pageBytes;
    private final Processes processes = new Processes();
    private final Map<Integer, Seen> alive = new HashMap<>();
    private final List<Seen> ended = new ArrayList<>();
    private long beganNanos;
    private Read<HostStat> hostAtBegin = Read.malformed("read /proc/stat", "not begun");
    private int threadCount;

    public UsageProbe(String bootId) {
        this(bootId, AuxVector.self());
    }

    private UsageProbe(String bootId, AuxVector units) {
        this(bootId, (double) units.ticksPerSecond(), units.pageBytes());
    }

    public UsageProbe(String bootId, double ticksPerSecond, long pageBytes) {
        this.bootId = bootId;
        this.ticksPerSecond = ticksPerSecond;
        this.pageBytes = pageBytes;
    }

    @Override
    public void begin() {
        hostAtBegin = host();
        beganNanos = System.nanoTime();
        readAll(true);
        int threadsRead = 0;
        for (Seen s : alive.values()) {
            int threads = s.first.threads();
            if (threads > 1 && !s.first.kernelThread() && threadsRead < MAX_THREADS_READ) {
                s.threadsAtFirst(threads(s.first.pid()));
                threadsRead += threads;
            }
        }
    }

    @Override
    public void tick() {
        readAll(false);
    }

    /** What the window shows so far; takes a reading. */
    public Answer<Usage> soFar() {
        readAll(false);
        return usage();
    }

    @Override
    public Answer<Usage> finish() {
        readAll(false);
        return usage();
    }

    @Override
    public Optional<Named> byPid(int pid) {
        Seen s = alive.get(pid);
        if (s == null) {
            Optional<PidStat> now = processes.stat(pid).asOptional();
            if (now.isEmpty()) {
                return Optional.empty();
            }
            s = new Seen(now.get(), false);
            alive.put(pid, s);
        }
        return Optional.of(new Named(id(s), s.last.name(), s.identity().program()));
    }

    /** Whether the latest reading of all processes saw it. */
    public boolean lives(ProcessId id) {
        Seen s = alive.get(id.pid());
        return s != null && s.last.startTicks() == id.startTicks() && s.last.state() != ZOMBIE;
    }

    /** Processes whose comm, executable or program has this name, those that used most CPU in all their life first. */
    public List<Named> byName(String name) {
        List<Seen> found = alive.values().stream()
                .filter(s -> s.last.name().equals(name) || executable(s).equals(name))
                .toList();
        if (found.isEmpty()) {
            found = alive.values().stream()
                    .filter(s -> s.identity().program().equals(name))
                    .toList();
        }
        return found.stream()
                .sorted(Comparator.comparingLong((Seen s) -> -s.last.ticks()).thenComparingInt(s -> s.last.pid()))
                .map(s -> new Named(id(s), s.last.name(), s.identity().program()))
                .toList();
    }

    private static String executable(Seen s) {
        return s.last.kernelThread()
                ? ""
                : Processes.executable(s.last.pid())
                        .map(Identity::fileName)
                        .asOptional()
                        .orElse("");
    }

    /** Names can be asked for until then, also after {@link #finish}. */
    @Override
    public void close() {
        processes.close();
    }

    private void readAll(boolean first) {
        int threads = 0;
        Map<Integer, Seen> unseen = new HashMap<>(alive);
        for (int pid : Processes.pids()) {
            if (!(processes.stat(pid) instanceof Read.Ok<PidStat> ok)) {
                continue;
            }
            PidStat stat = ok.value();
            threads += stat.threads();
            Seen known = unseen.remove(pid);
            if (known != null && known.first.startTicks() == stat.startTicks()) {
                known.again(stat);
            } else {
                if (known != null) {
                    end(known);
                }
                alive.put(pid, new Seen(stat, first));
            }
        }
        for (Seen vanished : unseen.values()) {
            alive.remove(vanished.last.pid());
            end(vanished);
        }
        threadCount = threads;
    }

    private void end(Seen s) {
        s.gone = true;
        ended.add(s);
    }

    private Answer<Usage> usage() {
        if (!(hostAtBegin instanceof Read.Ok<HostStat> before)) {
            return Answer.unavailable(hostAtBegin.why());
        }
        Read<HostStat> now = host();
        if (!(now instanceof Read.Ok<HostStat> after)) {
            return Answer.unavailable(now.why());
        }
        double seconds = Math.max(1e-3, (System.nanoTime() - beganNanos) / 1e9);
        double per = seconds * ticksPerSecond;
        CpuTicks spent = after.value().total().since(before.value().total());
        List<Seen> worth = new ArrayList<>();
        for (Seen s : alive.values()) {
            if (worthListing(s)) {
                worth.add(s);
            }
        }
        for (Seen s : ended) {
            if (s.ticks() > 0) {
                worth.add(s);
            }
        }
        worth.sort(Comparator.comparingLong(Seen::ticks)
                .thenComparingLong(UsageProbe::rssGrowthPages)
                .reversed()
                .thenComparingInt(s -> s.last.pid()));
        List<ProcessUsage> listed = new ArrayList<>();
        for (Seen s : worth.subList(0, Math.min(MAX_LISTED, worth.size()))) {
            if (!s.gone && s.last.threads() > 1 && !s.last.kernelThread()) {
                s.threadsAtLast(threads(s.last.pid()));
            }
            listed.add(describe(s, per, seconds));
        }
        return Answer.known(
                new Usage(listed, alive.size(), threadCount, CpuBalance.of(alive.values(), ended, spent, per, bootId)));
    }

    /** The tool's own start-up and growth are no news; its cost is told elsewhere. */
    private boolean worthListing(Seen s) {
        return s.last.pid() != own && uses(s);
    }

    private boolean uses(Seen s) {
        return s.ticks() > 0
                || s.childTicks() > 0
                || rssGrowthPages(s) * pageBytes >= WORTH_RSS_BYTES
                || s.last.threads() > s.first.threads();
    }

    private ProcessUsage describe(Seen s, double per, double seconds) {
        Identity who = s.identity();
        PidStat last = s.last;
        long minor = s.fromBegin ? last.minorFaults() - s.first.minorFaults() : last.minorFaults();
        long major = s.fromBegin ? last.majorFaults() - s.first.majorFaults() : last.majorFaults();
        return new ProcessUsage(
                id(s),
                last.parent(),
                who.uid().orElse(0),
                last.name(),
                who.program(),
                who.executable(),
                who.command(),
                who.unit(),
                who.container(),
                last.kernelThread(),
                last.state(),
                s.userTicks() / per,
                s.systemTicks() / per,
                0,
                s.childTicks() / per,
                last.threads(),
                last.threads() - s.first.threads(),
                s.hottestThreads(per, MAX_THREADS_LISTED),
                last.rssPages() * pageBytes,
                s.rssPages.stream().map(p -> p * pageBytes).toList(),
                Math.max(0, minor) / seconds,
                Math.max(0, major) / seconds,
                !s.fromBegin,
                s.gone);
    }

    private List<PidStat> threads(int pid) {
        List<PidStat> threads = new ArrayList<>();
        for (int tid : Processes.tids(pid)) {
            processes.threadStat(pid, tid).asOptional().ifPresent(threads::add);
        }
        return threads;
    }

    private ProcessId id(Seen s) {
        return new ProcessId(bootId, s.last.pid(), s.last.startTicks());
    }

    private static long rssGrowthPages(Seen s) {
        return s.last.rssPages() - s.first.rssPages();
    }

    private static Read<HostStat> host() {
        return KernelFile.text("/proc/stat").map(HostStat::parse);
    }
}
