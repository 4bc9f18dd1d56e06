package io.culprit.diagnose.plan;

import io.culprit.diagnose.probe.Names;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Whom to look at closely, from CPU and growth so far. A pure function of what was read. */
final class Suspicion {
    /** More than these are not looked at closely: their descriptors and mappings cost about 5 ms each. */
    static final int MAX_SUSPECTS = 24;
    /** Less than two ticks in the first second is noise of tick accounting. */
    private static final double WORTH_CPUS = 0.02;
    /** Of all workers of a program together, each of which may use too little to be worth a look. */
    private static final double WORTH_PROGRAM_CPUS = 0.04;
    /** On a quiet host the busiest few are still looked at, so that the checks have an answer. */
    private static final int AT_LEAST = 3;
    /** Growth of RSS that no quiet process shows within seconds. */
    private static final long WORTH_RSS_GROWTH_BYTES = 4L << 20;
    /** New threads within a few seconds that no steady process starts. */
    private static final int WORTH_THREAD_GROWTH = 8;
    /** Of one cause, growth, at most so many. */
    private static final int MAX_GROWERS = 8;

    record Chosen(ProcessId id, String name, String program, String why, boolean asked) {}

    private Suspicion() {}

    /** @param own pids that are never suspects: the tool's own */
    static List<Chosen> byCpu(Usage usage, IntPredicate own) {
        List<ProcessUsage> hot = usage.processes().stream()
                .filter(p -> !p.kernelThread() && !p.endedInWindow() && !own.test(p.id().pid()))
                .toList();
        Map<String, Double> programs = new HashMap<>();
        for (ProcessUsage p : hot) {
            programs.merge(p.program(), p.cpus(), Double::sum);
        }
        // The hottest program first and all of its workers together: what they share is the point.
        List<ProcessUsage> ordered = hot.stream()
                .sorted(Comparator.comparingDouble((ProcessUsage p) -> -programs.getOrDefault(p.program(), 0.0))
                        .thenComparing(ProcessUsage::program)
                        .thenComparingDouble(p -> -p.cpus()))
                .toList();
        List<Chosen> chosen = new ArrayList<>();
        for (ProcessUsage p : ordered) {
            boolean worth = p.cpus() >= WORTH_CPUS
                    || (p.cpus() > 0 && programs.getOrDefault(p.program(), 0.0) >= WORTH_PROGRAM_CPUS);
            if (chosen.size() < MAX_SUSPECTS && (worth || (chosen.size() < AT_LEAST && p.cpus() > 0))) {
                chosen.add(new Chosen(
                        p.id(), p.name(), p.program(), String.format(Locale.ROOT, "%.2f CPUs", p.cpus()), false));
            }
        }
        return chosen;
    }

    /**
     * The chosen, and the other workers of their programs: one that used less than a tick so far may share what the others
     * fail on.
     *
     * @param byName all processes of a name
     */
    static List<Chosen> withSiblings(
            List<Chosen> chosen, Function<String, List<Names.Named>> byName, IntPredicate own) {
        Map<ProcessId, Chosen> all = new LinkedHashMap<>();
        chosen.forEach(c -> all.put(c.id(), c));
        Set<String> programs = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (Chosen c : chosen) {
            programs.add(c.program());
            names.add(c.name());
            names.add(c.program());
        }
        for (String name : names) {
            for (Names.Named n : byName.apply(name)) {
                if (programs.contains(n.program()) && all.size() < MAX_SUSPECTS && !own.test(n.id().pid())) {
                    all.putIfAbsent(
                            n.id(), new Chosen(n.id(), n.name(), n.program(), "a worker like the others", false));
                }
            }
        }
        return List.copyOf(all.values());
    }

    /** Those that grow, beyond those already chosen. */
    static List<Chosen> byGrowth(Usage usage, List<Chosen> already, IntPredicate own) {
        Set<ProcessId> known = new HashSet<>();
        already.forEach(c -> known.add(c.id()));
        List<Chosen> growers = new ArrayList<>();
        usage.processes().stream()
                .filter(p -> !p.kernelThread() && !p.endedInWindow() && !own.test(p.id().pid()))
                .filter(p -> !known.contains(p.id()))
                .sorted(Comparator.comparingLong((ProcessUsage p) -> -rssGrowth(p)))
                .forEach(p -> {
                    long grown = rssGrowth(p);
                    boolean memory = grown >= WORTH_RSS_GROWTH_BYTES;
                    boolean threads = p.threadGrowth() >= WORTH_THREAD_GROWTH;
                    if ((memory || threads) && growers.size() < MAX_GROWERS) {
                        String why = memory
                                ? "memory grew by " + (grown >> 20) + " MiB within seconds"
                                : p.threadGrowth() + " new threads within seconds";
                        growers.add(new Chosen(p.id(), p.name(), p.program(), why, false));
                    }
                });
        return growers;
    }

    static Chosen asked(Names.Named named) {
        return new Chosen(named.id(), named.name(), named.program(), "named by the user", true);
    }

    private static long rssGrowth(ProcessUsage p) {
        List<Long> readings = p.rssReadings();
        return readings.size() < 2 ? 0 : readings.getLast() - readings.getFirst();
    }
}
