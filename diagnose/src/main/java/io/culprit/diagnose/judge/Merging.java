package io.culprit.diagnose.judge;

import io.culprit.model.Fact;
import io.culprit.model.Finding;
import io.culprit.model.ProcessId;
import io.culprit.model.Subject;
import io.culprit.model.Subject.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Twelve workers that leak alike are one finding, not twelve. */
final class Merging {
    /** The others are told in a word each; a person reads no more. */
    private static final int OTHERS_SHOWN = 5;

    private record Alike(String id, Optional<String> variant, Kind kind, String program) {}

    private Merging() {}

    /** @return in the order in which each kind was found first; the worst of a kind speaks for the others */
    static List<Finding> byProgram(List<Finding> found) {
        Map<Alike, List<Finding>> groups = new LinkedHashMap<>();
        for (Finding f : found)
            groups.computeIfAbsent(
                            new Alike(
                                    f.id(),
                                    f.variant(),
                                    f.subject().kind(),
                                    f.subject().program()),
                            k -> new ArrayList<>())
                    .add(f);
        List<Finding> merged = new ArrayList<>();
        for (List<Finding> alike : groups.values()) {
            if (alike.size() == 1 || alike.getFirst().subject().kind() != Kind.PROCESS) merged.addAll(alike);
            else merged.add(merge(alike));
        }
        return merged;
    }

    private static Finding merge(List<Finding> alike) {
        List<Finding> worstFirst = alike.stream()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(Finding::confidence)
                        .reversed())
                .toList();
        Finding worst = worstFirst.getFirst();
        Set<ProcessId> processes = new LinkedHashSet<>();
        worstFirst.forEach(f -> processes.addAll(f.subject().processes()));
        int others = processes.size() - 1;
        List<Fact> facts = new ArrayList<>(worst.evidence());
        worstFirst.stream()
                .skip(1)
                .limit(OTHERS_SHOWN)
                .forEach(f -> facts.add(new Fact(
                        "likewise: " + f.title(),
                        f.evidence().isEmpty() ? "" : f.evidence().getFirst().source())));
        return new Finding(
                worst.id(),
                worst.variant(),
                worst.severity(),
                worst.confidence(),
                Subject.program(worst.subject().program(), List.copyOf(processes)),
                others == 0 ? worst.title() : worst.title() + " (and " + Words.count(others) + " more of this program)",
                worstFirst.stream().mapToDouble(Finding::cpus).sum(),
                facts,
                worst.verify(),
                worst.next());
    }
}
