package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.Suspect.CgroupMemory;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A process whose memory rises from reading to reading. */
final class MemoryGrowth implements Judge {
    /** With fewer readings any two jumps look like a line. */
    private static final int MIN_READINGS = 5;
    /** Slower leaks are real but cannot be told from noise within seconds: they are the recorder's. */
    private static final double BYTES_PER_SECOND = 1 << 20;

    private static final double RISING_STEPS = 0.8;
    /** The later half of the window against the earlier: a warm-up flattens, a load in one piece stops, a leak goes on. */
    private static final double LATER_HALF = 0.5;

    private static final double STEADY_HALF = 0.75;
    private static final double STEADY_STEPS = 0.95;
    private static final int STEADY_READINGS = 7;
    /** Pages of files and shared buffers that a database touches for the first time are no leak. */
    private static final double ANONYMOUS_SHARE = 0.5;
    /** Their heap rises until the next collection, as it should; seconds are too short to see it fall. */
    private static final Set<String> COLLECTED = Set.of("java", "node", "nodejs", "dotnet", "mono");

    @Override
    public String id() {
        return "memory-growth";
    }

    @Override
    public String condition() {
        return "resident memory rises in " + Words.percent(RISING_STEPS) + " or more of the steps, by "
                + Words.bytes(BYTES_PER_SECOND)
                + " a second or more (Theil-Sen slope), no less than half as fast in the later half as"
                + " in the earlier; not for a process younger than " + Words.duration(Machine.YOUNG_SECONDS)
                + " that uses " + Words.cpus(Machine.WORKING_HARD_CPUS)
                + " or more, nor where most of it is known to be pages of files or shared memory;"
                + " a notice for "
                + String.join(", ", COLLECTED.stream().sorted().toList())
                + ", whose heap rises until the next collection";
    }

    @Override
    public String advice() {
        return "A window of seconds shows the slope, not a leak for certain: watch it for an hour before you blame it, and restart it before the limit.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.usage().asOptional().ifPresent(usage -> {
            for (ProcessUsage p : usage.processes())
                if (!p.kernelThread() && !p.startedInWindow() && !p.endedInWindow() && !Machine.warmsUp(evidence, p))
                    growth(evidence, p).ifPresent(findings::add);
        });
        return findings;
    }

    private Optional<Finding> growth(Evidence evidence, ProcessUsage p) {
        long[] rss = p.rssReadings().stream().mapToLong(Long::longValue).toArray();
        if (rss.length < MIN_READINGS) return Optional.empty();
        double step = Machine.seconds(evidence) / (rss.length - 1);
        double slope = slope(rss) / step;
        double rising = risingSteps(rss);
        int middle = rss.length / 2;
        double early = (double) (rss[middle] - rss[0]) / middle;
        double late = (double) (rss[rss.length - 1] - rss[middle]) / (rss.length - 1 - middle);
        if (!(slope >= BYTES_PER_SECOND) || rising < RISING_STEPS || !(late >= LATER_HALF * early))
            return Optional.empty();
        boolean steady = rss.length >= STEADY_READINGS
                && rising >= STEADY_STEPS
                && late >= STEADY_HALF * early
                && early >= STEADY_HALF * late;
        Optional<Suspect> suspect =
                evidence.suspects().stream().filter(s -> s.id().equals(p.id())).findFirst();
        if (suspect.flatMap(s -> s.memory().asOptional())
                .filter(m -> m.growthBytesPerSecond() < ANONYMOUS_SHARE * slope
                        && (double) m.file() + m.shmem() >= ANONYMOUS_SHARE * ((double) rss[rss.length - 1] - rss[0]))
                .isPresent()) return Optional.empty();
        boolean collected = isCollected(p);
        boolean calm = p.cpus() < Machine.WORKING_HARD_CPUS;
        Draft draft = new Draft(
                        this,
                        collected ? Severity.NOTICE : Severity.WARNING,
                        steady && calm && !collected ? Confidence.MEDIUM : Confidence.LOW,
                        Subject.process(p.program(), p.id()),
                        Program.label(p.name(), p.id()) + " grows by " + Words.bytes(slope) + " a second, now "
                                + Words.bytes(p.rssBytes()) + end(evidence, suspect, slope))
                .fact(
                        "/proc/PID/statm",
                        "resident memory rose in " + Words.percent(rising) + " of " + (rss.length - 1) + " steps, from "
                                + Words.bytes(rss[0]) + " to " + Words.bytes(rss[rss.length - 1]) + " in "
                                + Words.duration(Machine.seconds(evidence)))
                .factIf(
                        p.minorFaultsPerSecond() > 0,
                        "/proc/PID/stat",
                        Words.rate(p.minorFaultsPerSecond()) + " page faults a second")
                .factIf(
                        !calm,
                        "/proc/PID/stat",
                        "it works hard (" + Words.cpus(p.cpus()) + "), so it may grow for a good reason");
        suspect.flatMap(s -> s.memory().asOptional()).ifPresent(m -> memory(draft, m));
        return Optional.of(draft.verify("for i in 1 2 3 4 5; do grep -E 'RssAnon|RssFile|VmData' /proc/" + p.id().pid()
                        + "/status; sleep 2; done")
                .finding());
    }

    private static boolean isCollected(ProcessUsage p) {
        String path = p.executable().orElse(p.name());
        return COLLECTED.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    private static void memory(Draft draft, ProcessMemory m) {
        draft.fact(
                "/proc/PID/status",
                "anonymous " + Words.bytes(m.anon()) + ", file " + Words.bytes(m.file()) + ", shared "
                        + Words.bytes(m.shmem()) + ", swap " + Words.bytes(m.swap()) + "; anonymous grows by "
                        + Words.bytes(m.growthBytesPerSecond()) + " a second");
        m.largest().orElse(List.of()).stream()
                .findFirst()
                .ifPresent(l -> draft.fact(
                        "/proc/PID/maps",
                        "largest mapping: " + (l.path().isEmpty() ? "anonymous" : l.path()) + ", "
                                + Words.bytes(l.bytes())));
    }

    private static String end(Evidence evidence, Optional<Suspect> suspect, double slope) {
        Optional<CgroupMemory> cgroup = suspect.flatMap(s -> s.cgroupMemory().asOptional());
        Optional<Long> limit = cgroup.flatMap(c -> c.limitBytes().asOptional());
        if (limit.isPresent() && limit.get() > cgroup.orElseThrow().usageBytes())
            return ", at its cgroup's limit in "
                    + Words.duration((limit.get() - cgroup.get().usageBytes()) / slope);
        return evidence.memory()
                .asOptional()
                .map(HostMemory::available)
                .filter(a -> a > 0)
                .map(a -> ", the host is full in " + Words.duration(a / slope))
                .orElse("");
    }

    /** Theil-Sen: the median of the slopes between all pairs, so that one jump does not make a line. Bytes a reading. */
    private static double slope(long[] y) {
        double[] slopes = new double[y.length * (y.length - 1) / 2];
        int n = 0;
        for (int i = 0; i < y.length; i++)
            for (int j = i + 1; j < y.length; j++) slopes[n++] = ((double) y[j] - y[i]) / (j - i);
        Arrays.sort(slopes);
        return slopes[n / 2];
    }

    private static double risingSteps(long[] y) {
        int rising = 0;
        for (int i = 1; i < y.length; i++) if (y[i] > y[i - 1]) rising++;
        return (double) rising / (y.length - 1);
    }
}
