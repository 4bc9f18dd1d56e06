package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.CpuTicks;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Usage.ChildMaker;
import io.culprit.model.evidence.Usage.CpuAccount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up where the CPU went, so that what no living process accounts for gets a name. Ticks in, CPUs out. */
final class CpuBalance {
    private static final int MAX_MAKERS = 10;
    private static final int MAX_NAMES = 5;
    /** Generations that end together: a pipeline in a shell in a build tool is three. */
    private static final int MAX_DEPTH = 6;
    /** Fewer children than this and no CPU: not a maker of children worth naming. */
    private static final int WORTH_CHILDREN = 3;

    private CpuBalance() {}

    static CpuAccount of(
            Collection<Seen> current, Collection<Seen> ended, CpuTicks host, double secondsTimesTicks, String bootId) {
        long living = 0;
        long kernel = 0;
        for (Seen s : current) {
            if (s.last.kernelThread()) {
                kernel += s.ticks();
            } else {
                living += s.ticks();
            }
        }
        Map<Integer, Long> beforeWindow = new HashMap<>();
        Map<Integer, Long> seenOfEnded = new HashMap<>();
        Map<Integer, Map<String, Integer>> names = new HashMap<>();
        for (Seen e : ended) {
            int parent = e.last.parent();
            // A shell that ends hands its parent all that its own children used in all their lives.
            beforeWindow.merge(parent, ticksBeforeWindow(e, ended, MAX_DEPTH), Long::sum);
            long own = e.ticksBeforeWindow();
            long inherited = ticksBeforeWindow(e, ended, MAX_DEPTH) - own;
            long seen = e.ticks() + Math.max(0, e.childTicks() - inherited);
            if (!waitedForByOneThatEnded(e, ended)) {
                seenOfEnded.merge(parent, seen, Long::sum);
            }
            names.computeIfAbsent(parent, p -> new HashMap<>()).merge(e.last.name(), 1, Integer::sum);
        }
        long shortLived = 0;
        List<ChildMaker> makers = new ArrayList<>();
        for (Seen s : current) {
            int pid = s.last.pid();
            long reaped = Math.max(0, s.childTicks() - beforeWindow.getOrDefault(pid, 0L));
            // A parent that ignores SIGCHLD, or has not waited yet, has nothing in cutime: what was seen is the lower
            // bound.
            long ticks = Math.max(reaped, seenOfEnded.getOrDefault(pid, 0L));
            seenOfEnded.remove(pid);
            shortLived += ticks;
            Map<String, Integer> children = names.getOrDefault(pid, Map.of());
            int count = children.values().stream().mapToInt(Integer::intValue).sum();
            if (ticks > 0 || count >= WORTH_CHILDREN) {
                makers.add(new ChildMaker(
                        new ProcessId(bootId, pid, s.last.startTicks()),
                        s.last.name(),
                        ticks / secondsTimesTicks,
                        count,
                        frequent(children)));
            }
        }
        for (long orphaned : seenOfEnded.values()) {
            shortLived += orphaned;
        }
        // What cannot have been used was not: a whole life's CPU arrived at once, along ways that were not seen.
        long room = Math.max(0, host.user() + host.nice() + host.system() - living - kernel);
        if (shortLived > room) {
            double real = (double) room / shortLived;
            makers.replaceAll(
                    m -> new ChildMaker(m.parent(), m.name(), m.cpus() * real, m.seenChildren(), m.childNames()));
            shortLived = room;
        }
        makers.sort(Comparator.comparingDouble(ChildMaker::cpus)
                .thenComparingInt(ChildMaker::seenChildren)
                .reversed());
        long busy = host.user() + host.nice() + host.system() + host.irq() + host.softirq();
        double per = secondsTimesTicks;
        long explained = living + kernel + shortLived + host.softirq() + host.irq();
        return new CpuAccount(
                busy / per,
                living / per,
                kernel / per,
                shortLived / per,
                host.softirq() / per,
                host.irq() / per,
                host.steal() / per,
                (busy - explained) / per,
                makers.size() > MAX_MAKERS ? makers.subList(0, MAX_MAKERS) : makers);
    }

    /** Then its CPU is in that one's own figure already. */
    private static boolean waitedForByOneThatEnded(Seen child, Collection<Seen> ended) {
        return ended.stream()
                .anyMatch(p -> p != child
                        && p.last.pid() == child.last.parent()
                        && p.childTicks() > 0
                        && p.childTicks() >= child.ticks());
    }

    private static long ticksBeforeWindow(Seen s, Collection<Seen> ended, int depth) {
        long ticks = s.ticksBeforeWindow();
        if (depth > 0 && s.childTicks() > 0) {
            for (Seen child : ended) {
                if (child.last.parent() == s.last.pid() && child != s) {
                    ticks += ticksBeforeWindow(child, ended, depth - 1);
                }
            }
        }
        return ticks;
    }

    private static List<String> frequent(Map<String, Integer> names) {
        return names.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }
}
