package io.culprit.record.replay;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.CpuAccount;
import io.culprit.model.evidence.Usage.ProcessUsage;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Step 2 from the processes of the window. */
final class UsageReplay {
    /** As many as an investigation lists. */
    private static final int MAX_LISTED = 300;
    /** Growth of RSS that makes an idle process worth listing. */
    private static final long WORTH_RSS_BYTES = 1 << 20;
    /** The recording does not tell in which state a process was. */
    private static final char STATE_UNKNOWN = '?';
    /** CPU that no recorded process accounts for goes to short-lived ones only where there were any to speak of. */
    private static final double FORKS_PER_SECOND = 10;
    /** Readings count as evenly spread when no step is this much longer than the mean one. */
    private static final double EVEN = 1.5;

    private static final double WHOLE_WINDOW = 0.9;

    private final Moment moment;
    private final HostWindow host;

    private UsageReplay(Moment moment, HostWindow host) {
        this.moment = moment;
        this.host = host;
    }

    static Answer<Usage> of(Moment moment, Trails trails, HostWindow host) {
        if (!trails.holdCpu() && !trails.holdRss()) {
            return Lacks.notRecorded("CPU or memory of any process at that moment");
        }
        return Answer.known(new UsageReplay(moment, host).usage(trails));
    }

    private Usage usage(Trails trails) {
        List<ProcessUsage> listed = new ArrayList<>();
        double living = 0;
        double kernel = 0;
        int processes = 0;
        long threads = 0;
        for (Trail t : trails.all()) {
            ProcessUsage u = describe(t);
            if (t.process.kernelThread()) {
                kernel += u.cpus();
            } else {
                living += u.cpus();
            }
            if (!t.gone()) {
                processes++;
                threads += u.threadCount();
            }
            if (u.cpus() > 0 || rssGrowth(u) >= WORTH_RSS_BYTES || u.threadGrowth() > 0) {
                listed.add(u);
            }
        }
        listed.sort(Comparator.comparingDouble(ProcessUsage::cpus)
                .thenComparingLong(UsageReplay::rssGrowth)
                .reversed()
                .thenComparingInt(u -> u.id().pid()));
        return new Usage(
                listed.subList(0, Math.min(MAX_LISTED, listed.size())),
                processes,
                (int) threads,
                account(living, kernel));
    }

    /** Whether it began within the window; where the recorder saw an older process late, its counters say nothing of before. */
    private boolean began(Trail t) {
        return t.first > 0 && t.process.startedMillis() >= moment.fromMillis();
    }

    private ProcessUsage describe(Trail t) {
        RecordedProcess p = t.process;
        boolean began = began(t);
        double seconds = moment.seconds();
        List<Long> rss = rssReadings(t);
        boolean split = t.knowsCpuSplit();
        return new ProcessUsage(
                p.id(),
                p.parent(),
                p.uid().orElse(0),
                p.name(),
                p.program(),
                p.executable()
                        .map(Answer::known)
                        .orElseGet(() -> p.kernelThread()
                                ? Answer.unavailable("a kernel thread has no executable")
                                : Lacks.notRecorded("the executable of this process")),
                p.command(),
                p.unit(),
                p.container(),
                p.kernelThread(),
                STATE_UNKNOWN,
                split ? t.cpuSeconds(ProcessMetric.CPU_USER, began) / seconds : 0,
                split ? t.cpuSeconds(ProcessMetric.CPU_SYSTEM, began) / seconds : 0,
                split ? 0 : t.cpuSeconds(ProcessMetric.CPU, began) / seconds,
                0,
                (int) t.latestOrZero(ProcessMetric.THREADS),
                (int) t.growth(ProcessMetric.THREADS, 0),
                List.of(),
                rss.isEmpty() ? t.rss(t.last) : rss.getLast(),
                rss,
                t.rose(ProcessMetric.MINOR_FAULTS, began) / seconds,
                t.rose(ProcessMetric.MAJOR_FAULTS, began) / seconds,
                began,
                t.gone());
    }

    /** All readings where they are evenly spread over the window, as those who look for a slope expect; else the first and last. */
    private static List<Long> rssReadings(Trail t) {
        int[] at = t.freshRss();
        List<Long> all = Arrays.stream(at).mapToObj(t::rss).toList();
        if (all.size() <= 2) {
            return all;
        }
        double mean = (double) (at[at.length - 1] - at[0]) / (at.length - 1);
        boolean even = at[at.length - 1] - at[0] >= WHOLE_WINDOW * (t.samples - 1);
        for (int i = 1; i < at.length; i++) {
            even &= at[i] - at[i - 1] <= EVEN * mean;
        }
        return even ? all : List.of(all.getFirst(), all.getLast());
    }

    private static long rssGrowth(ProcessUsage u) {
        return u.rssReadings().size() < 2
                ? 0
                : u.rssReadings().getLast() - u.rssReadings().getFirst();
    }

    private CpuAccount account(double living, double kernel) {
        double softirq = cpus("softirq");
        double irq = cpus("irq");
        boolean known = host.rate(HostKey.CPU + "user").isPresent();
        double busy = known ? cpus("user") + cpus("nice") + cpus("system") + irq + softirq : living + kernel;
        double left = busy - living - kernel - softirq - irq;
        boolean children = left > 0 && host.rate(HostKey.FORKS).orElse(0) >= FORKS_PER_SECOND;
        return new CpuAccount(
                busy, living, kernel, children ? left : 0, softirq, irq, cpus("steal"), children ? 0 : left, List.of());
    }

    private double cpus(String state) {
        return LoadReplay.cpus(host, state).orElse(0);
    }
}
