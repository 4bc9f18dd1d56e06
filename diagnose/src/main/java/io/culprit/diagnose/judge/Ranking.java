package io.culprit.diagnose.judge;

import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the culprit first: by severity, confidence and CPU, but never a symptom before its cause. */
final class Ranking {
    /** Cause to the symptoms that say nothing new once the cause of the same process is told. */
    private static final Map<String, Set<String>> TELLS_ALL = Map.ofEntries(
            Map.entry("syscall-error-loop", Set.of("cpu-consumer", "user-space-spin")),
            Map.entry("user-space-spin", Set.of("cpu-consumer")),
            Map.entry("lock-contention", Set.of("cpu-consumer", "user-space-spin")),
            Map.entry("short-lived-process-storm", Set.of("cpu-consumer", "memory-growth")),
            Map.entry("cgroup-throttling", Set.of("cpu-consumer")),
            Map.entry("descriptor-growth", Set.of("memory-growth")),
            Map.entry("descriptor-exhaustion", Set.of("descriptor-growth", "cpu-consumer")),
            Map.entry("socket-leak", Set.of("descriptor-growth", "dominant-peer", "memory-growth")),
            Map.entry("thread-explosion", Set.of("memory-growth")));

    /** Cause to the symptoms that are told after it. */
    private static final Map<String, Set<String>> COMES_BEFORE = Map.of(
            "socket-leak", Set.of("descriptor-exhaustion"),
            "syscall-error-loop", Set.of("lock-contention", "socket-buffer-starvation", "cgroup-throttling"),
            "user-space-spin", Set.of("cgroup-throttling"),
            "lock-contention", Set.of("cgroup-throttling"));

    /** Of the whole host, whoever the subject is. */
    private static final Map<String, Set<String>> COMES_BEFORE_ON_HOST = Map.of(
            "oom-kill", Set.of("memory-pressure", "memory-growth"),
            "memory-growth", Set.of("memory-pressure"),
            "softirq-storm", Set.of("cpu-consumer"));

    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::confidence)
            .thenComparingDouble(Finding::cpus)
            .reversed();

    private Ranking() {}

    /** Of the symptom's CPU; who burns a tenth of what his program does explains a tenth of it. */
    private static final double EXPLAINED_CPU = 0.5;

    /** @param all in the order of the catalogue, which decides among equals */
    static List<Finding> rank(List<Finding> all) {
        List<Finding> ranked = Merging.byProgram(withoutSymptoms(all));
        ranked.sort(WORST_FIRST);
        for (Finding cause : List.copyOf(ranked)) {
            if (!COMES_BEFORE.containsKey(cause.id()) && !COMES_BEFORE_ON_HOST.containsKey(cause.id())) continue;
            int own = indexOf(ranked, cause);
            for (int i = 0; i < own; i++)
                if (explains(cause, ranked.get(i))) {
                    ranked.remove(own);
                    ranked.add(i, cause);
                    break;
                }
        }
        return ranked;
    }

    private static List<Finding> withoutSymptoms(List<Finding> all) {
        Map<ProcessId, List<Finding>> byProcess = new HashMap<>();
        for (Finding f : all)
            for (ProcessId p : f.subject().processes())
                byProcess.computeIfAbsent(p, x -> new ArrayList<>()).add(f);
        return all.stream().filter(f -> !isTold(byProcess, f)).collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean isTold(Map<ProcessId, List<Finding>> byProcess, Finding symptom) {
        Set<Finding> causes = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ProcessId p : symptom.subject().processes())
            for (Finding cause : byProcess.getOrDefault(p, List.of()))
                if (tells(TELLS_ALL, cause, symptom)) causes.add(cause);
        return !causes.isEmpty() && causes.stream().mapToDouble(Finding::cpus).sum() >= EXPLAINED_CPU * symptom.cpus();
    }

    private static int indexOf(List<Finding> list, Finding same) {
        for (int i = 0; i < list.size(); i++) if (isSame(list.get(i), same)) return i;
        return -1;
    }

    @SuppressWarnings("ReferenceEquality") // two findings may be alike in all they say
    private static boolean isSame(Finding a, Finding b) {
        return a == b;
    }

    private static boolean explains(Finding cause, Finding symptom) {
        return (tells(COMES_BEFORE, cause, symptom) && sameProcess(cause, symptom))
                || tells(COMES_BEFORE_ON_HOST, cause, symptom);
    }

    private static boolean tells(Map<String, Set<String>> rules, Finding cause, Finding symptom) {
        return rules.getOrDefault(cause.id(), Set.of()).contains(symptom.id());
    }

    private static boolean sameProcess(Finding a, Finding b) {
        Set<ProcessId> of = new HashSet<>(a.subject().processes());
        return b.subject().processes().stream().anyMatch(of::contains);
    }
}
