package io.culprit.record.replay;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.ReadNow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whom an investigation would have looked at closely, and what the recording has of them. */
final class SuspectsReplay {
    /** As many as an investigation takes. */
    private static final int MAX_SUSPECTS = 24;

    private static final double WORTH_CPUS = 0.02;
    private static final long WORTH_RSS_GROWTH_BYTES = 4L << 20;
    private static final int WORTH_THREAD_GROWTH = 8;
    private static final long WORTH_FD_GROWTH = 20;

    private SuspectsReplay() {}

    static List<Suspect> of(Answer<Usage> usage, Trails trails, Moment moment) {
        Map<ProcessId, Trail> byId = new HashMap<>();
        trails.all().forEach(t -> byId.put(t.process.id(), t));
        List<ProcessUsage> all = usage.map(Usage::processes).orElse(List.of()).stream()
                .filter(p -> !p.kernelThread() && !p.endedInWindow())
                .toList();
        Map<String, Double> programs = new HashMap<>();
        all.forEach(p -> programs.merge(p.program(), p.cpus(), Double::sum));
        // All workers of the hottest program together: what they share is the point.
        List<ProcessUsage> ordered = all.stream()
                .sorted(Comparator.comparingDouble((ProcessUsage p) -> -programs.getOrDefault(p.program(), 0.0))
                        .thenComparing(ProcessUsage::program)
                        .thenComparingDouble(p -> -p.cpus()))
                .toList();
        Map<ProcessId, Suspect> chosen = new LinkedHashMap<>();
        for (ProcessUsage p : ordered) {
            Trail trail = Objects.requireNonNull(byId.get(p.id()), "the usage was made of the trails");
            Optional<String> why = why(p, trail);
            if (why.isPresent() && chosen.size() < MAX_SUSPECTS) {
                chosen.put(p.id(), suspect(p, trail, why.get(), moment));
            }
        }
        return new ArrayList<>(chosen.values());
    }

    private static Optional<String> why(ProcessUsage p, Trail trail) {
        if (p.cpus() >= WORTH_CPUS) {
            return Optional.of(String.format(Locale.ROOT, "%.2f CPUs", p.cpus()));
        }
        List<Long> rss = p.rssReadings();
        long grown = rss.size() < 2 ? 0 : rss.getLast() - rss.getFirst();
        if (grown >= WORTH_RSS_GROWTH_BYTES) {
            return Optional.of("memory grew by " + (grown >> 20) + " MiB");
        }
        if (p.threadGrowth() >= WORTH_THREAD_GROWTH) {
            return Optional.of(p.threadGrowth() + " new threads");
        }
        long fds = trail.growth(ProcessMetric.FDS, ReadNow.FDS);
        return fds >= WORTH_FD_GROWTH ? Optional.of(fds + " new descriptors") : Optional.empty();
    }

    private static Suspect suspect(ProcessUsage p, Trail trail, String why, Moment moment) {
        return new Suspect(
                p.id(),
                p.name(),
                p.program(),
                why,
                false,
                memory(trail, moment),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live());
    }

    private static Answer<ProcessMemory> memory(Trail t, Moment moment) {
        if (t.latest(ProcessMetric.RSS_ANON).isEmpty()) {
            return Lacks.notRecorded("the memory of this process by kind");
        }
        double seconds = moment.seconds();
        return Answer.known(new ProcessMemory(
                t.rss(t.last),
                t.latestOrZero(ProcessMetric.RSS_ANON),
                t.latestOrZero(ProcessMetric.RSS_FILE),
                t.latestOrZero(ProcessMetric.RSS_SHMEM),
                t.latestOrZero(ProcessMetric.SWAP),
                t.latestOrZero(ProcessMetric.VM_DATA),
                0,
                (t.growth(ProcessMetric.RSS_ANON, ReadNow.DETAILS) + t.growth(ProcessMetric.SWAP, ReadNow.DETAILS))
                        / seconds,
                t.growth(ProcessMetric.VM_DATA, ReadNow.DETAILS) / seconds,
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Optional.empty()));
    }
}
