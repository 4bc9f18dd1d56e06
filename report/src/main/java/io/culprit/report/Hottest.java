package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The programs that used most CPU, whoever is to blame. */
final class Hottest {
    private static final int SHOWN = 3;
    /** Below one percent of a CPU nobody is hot. */
    private static final double WORTH_CPUS = 0.01;
    /** Of a name in an enumeration. */
    private static final int NAME_COLUMNS = 40;

    /** @param name of its hottest process */
    record Consumer(String program, String name, int count, double cpus, List<ProcessId> processes) {}

    private Hottest() {}

    /** Programs by CPU, hottest first. */
    static List<Consumer> programs(Usage usage) {
        Map<String, List<ProcessUsage>> byProgram = new LinkedHashMap<>();
        for (ProcessUsage p : usage.processes())
            byProgram.computeIfAbsent(p.program(), x -> new ArrayList<>()).add(p);
        return byProgram.entrySet().stream()
                .map(e -> consumer(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingDouble(Consumer::cpus).reversed().thenComparing(Consumer::program))
                .toList();
    }

    private static Consumer consumer(String program, List<ProcessUsage> all) {
        List<ProcessUsage> hottestFirst = all.stream()
                .sorted(Comparator.comparingDouble(ProcessUsage::cpus).reversed())
                .toList();
        return new Consumer(
                program,
                hottestFirst.getFirst().name(),
                all.size(),
                all.stream().mapToDouble(ProcessUsage::cpus).sum(),
                hottestFirst.stream().map(ProcessUsage::id).toList());
    }

    static String words(Answer<Usage> usage) {
        return usage.map(u -> programs(u).stream()
                        .filter(c -> c.cpus() >= WORTH_CPUS)
                        .limit(SHOWN)
                        .map(Hottest::words)
                        .collect(Collectors.joining(ChecksText.AND)))
                .map(w -> w.isEmpty() ? "no program used " + Figures.cpus(WORTH_CPUS) : w)
                .orElse("");
    }

    private static String words(Consumer c) {
        String who = SafeText.of(c.name(), NAME_COLUMNS)
                + (c.count() > 1
                        ? " \u00d7 " + c.count()
                        : " (" + c.processes().getFirst().pid() + ")");
        return who + ": " + Figures.cpus(c.cpus());
    }
}
