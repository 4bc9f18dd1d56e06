package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.bytes;
import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.rate;

import io.culprit.diagnose.check.Asked.Reply;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.ProcessMemory;
import io.culprit.model.evidence.ProcessMemory.Mapping;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.Suspect.CgroupMemory;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Step 6: memory of the host and of the suspects. */
final class MemoryQuestions {
    private static final int SHOWN = 3;
    /** Usage above this share of the limit leaves only the page cache to give back. */
    private static final double NEAR_LIMIT = 0.95;
    /** Less than this within a window is noise of any process. */
    private static final long GROWTH_WORTH_BYTES = 1 << 20;

    static final List<Question> ALL = List.of(
            Asked.of(
                    "memory",
                    6,
                    "Is the host short of memory?",
                    Set.of("memory-pressure"),
                    e -> e.memory()
                            .map(m -> bytes(m.available()) + " of " + bytes(m.total()) + " available, "
                                    + bytes(m.slabUnreclaimable()) + " of the kernel's own cannot be reclaimed")),
            Asked.of(
                    "swap",
                    6,
                    "Does the host swap?",
                    Set.of("memory-pressure/swapping"),
                    e -> e.memory().map(MemoryQuestions::swap)),
            Asked.of(
                    "memory-growth",
                    6,
                    "Does anybody's memory grow?",
                    Set.of("memory-growth"),
                    e -> e.usage().map(MemoryQuestions::growth)),
            Asked.of(
                    "resident-memory",
                    6,
                    "What is the suspects' memory made of?",
                    Set.of(),
                    e -> Suspects.each(e, Suspect::memory, (s, m) -> split(e, s, m), Suspects.NONE)),
            Asked.of(
                    "mappings",
                    6,
                    "Which mappings are the largest, and which files were deleted under them?",
                    Set.of(),
                    e -> mappings(e, MemoryQuestions::largest, "no mappings")),
            Asked.of(
                    "odd-mappings",
                    6,
                    "Are there shared writable code, deleted /dev/zero regions or anonymous code?",
                    Set.of(),
                    e -> mappings(e, m -> m.odd().map(all -> words(all, x -> " (" + x.why() + ")")), "none")),
            Asked.of(
                    "huge-pages",
                    6,
                    "May the suspects use transparent huge pages?",
                    Set.of(),
                    e -> mappings(e, ProcessMemory::hugePages, Suspects.NONE)),
            new Asked(
                    "memory-limit",
                    6,
                    "Is a suspect's cgroup at its memory limit?",
                    Set.of(),
                    MemoryQuestions::memoryLimit));

    private MemoryQuestions() {}

    private static String swap(HostMemory m) {
        if (m.swapTotal() <= 0) return "there is no swap";
        return bytes((double) m.swapTotal() - m.swapFree()) + " of " + bytes(m.swapTotal()) + " used, "
                + rate(m.swapInPerSecond()) + " pages a second in, " + rate(m.swapOutPerSecond()) + " out";
    }

    private static double grown(ProcessUsage p) {
        List<Long> all = p.rssReadings();
        return all.size() < 2 ? 0 : (double) all.getLast() - all.getFirst();
    }

    private static String growth(Usage u) {
        String top = u.processes().stream()
                .filter(p -> grown(p) >= GROWTH_WORTH_BYTES)
                .sorted(Comparator.comparingDouble(MemoryQuestions::grown).reversed())
                .limit(SHOWN)
                .map(p -> p.name() + " (" + p.id().pid() + ") by " + bytes(grown(p)) + ", "
                        + rate(p.minorFaultsPerSecond()) + " minor and " + rate(p.majorFaultsPerSecond())
                        + " major faults a second")
                .collect(Collectors.joining(", "));
        return top.isEmpty() ? "nobody's by " + bytes(GROWTH_WORTH_BYTES) + " or more within the window" : top;
    }

    private static String split(Evidence e, Suspect s, ProcessMemory m) {
        String faults = e.usage().map(Usage::processes).orElse(List.of()).stream()
                .filter(p -> p.id().equals(s.id()))
                .findFirst()
                .map(p -> ", " + rate(p.minorFaultsPerSecond() + p.majorFaultsPerSecond()) + " faults a second")
                .orElse("");
        return bytes(m.rss()) + " resident (anonymous " + bytes(m.anon()) + ", file " + bytes(m.file()) + ", shared "
                + bytes(m.shmem()) + "), swapped " + bytes(m.swap()) + ", data " + bytes(m.data()) + ", grows by "
                + bytes(m.growthBytesPerSecond()) + " a second" + faults
                + m.smaps().map(x -> ", proportional " + bytes(x.pss())).orElse("");
    }

    private static Answer<String> mappings(Evidence e, Function<ProcessMemory, Answer<String>> what, String nothing) {
        return Suspects.each(e, s -> s.memory().flatMap(what), (s, text) -> text, nothing);
    }

    private static Answer<String> largest(ProcessMemory m) {
        return m.largest()
                .map(all -> m.mappings().map(n -> count(n)).orElse("an unknown number of") + " mappings, largest "
                        + words(all, x -> "")
                        + m.deleted()
                                .map(d -> d.isEmpty() ? "" : ", deleted " + words(d, x -> ""))
                                .orElse(""));
    }

    private static String words(List<Mapping> all, Function<Mapping, String> more) {
        return all.stream()
                .limit(SHOWN)
                .map(x -> (x.path().isEmpty() ? "anonymous" : x.path()) + " " + bytes(x.bytes()) + " " + x.permissions()
                        + more.apply(x))
                .collect(Collectors.joining(", "));
    }

    private static Answer<Reply> memoryLimit(Evidence e) {
        double worst = 0;
        String words = e.suspects().isEmpty() ? Suspects.NONE : "no suspect's cgroup has a limit";
        boolean known = e.suspects().isEmpty();
        for (Suspect s : e.suspects()) {
            known |= s.cgroupMemory().isKnown();
            var c = s.cgroupMemory().asOptional();
            long limit = c.flatMap(x -> x.limitBytes().asOptional()).orElse(0L);
            if (limit <= 0) continue;
            double share = (double) c.orElseThrow().usageBytes() / limit;
            if (share < worst) continue;
            worst = share;
            words = s.name() + " (" + s.id().pid() + "): " + limitWords(c.get(), limit);
        }
        return known
                ? Answer.known(new Reply(words, worst >= NEAR_LIMIT))
                : e.suspects().getFirst().cgroupMemory().map(c -> Reply.fine(""));
    }

    private static String limitWords(CgroupMemory c, long limit) {
        return bytes(c.usageBytes()) + " of " + bytes(limit) + ", limit hit " + count(c.maxHits()) + " times, "
                + count(c.oomKills()) + " OOM kills within the window";
    }
}
