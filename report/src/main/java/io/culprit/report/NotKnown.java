package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Check.Status;
import io.culprit.model.Diagnosis;
import io.culprit.model.evidence.CpuProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could not be answered, by the reason; what is missing because it does not exist here comes last, and together. */
final class NotKnown {
    /** Lines of reasons; who needs more than these asks for all. */
    private static final int REASONS_SHOWN = 5;
    /** Questions with one reason. */
    private static final int NAMES_SHOWN = 5;

    private NotKnown() {}

    /** One line for each reason. */
    static List<String> lines(Diagnosis d) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        List<String> notHere = new ArrayList<>();
        for (Check check : d.checks()) {
            if (check.status() != Status.UNKNOWN) continue;
            String reason = check.reason().orElse("no reason given");
            Reasons.notHere(reason)
                    .ifPresentOrElse(
                            why -> notHere.add(CheckWords.name(check) + ": " + why),
                            () -> add(byReason, Reasons.brief(reason), CheckWords.name(check)));
        }
        profile(d).forEach((what, reason) -> add(byReason, Reasons.brief(reason), what));
        List<String> lines = new ArrayList<>();
        long left = 0;
        for (Map.Entry<String, List<String>> e : byReason.entrySet())
            if (lines.size() < REASONS_SHOWN) lines.add(names(e.getValue()) + ": " + e.getKey());
            else left += e.getValue().size();
        if (!notHere.isEmpty()) lines.add(String.join(ChecksText.AND, notHere));
        if (left > 0) lines.add("and " + Figures.plural(left, "more answer", "more answers") + ": --verbose");
        return lines;
    }

    /** What lacks in the profile, which no question asks for, and why. */
    static Map<String, String> profile(Diagnosis d) {
        return switch (d.evidence().profile()) {
            case Answer.Known<CpuProfile>(CpuProfile p) ->
                p.symbolsHidden().isEmpty() ? Map.of() : Map.of("kernel function names", p.symbolsHidden());
            case Answer.Unavailable<CpuProfile>(String reason) -> Map.of("code paths", reason);
        };
    }

    private static void add(Map<String, List<String>> byReason, String reason, String name) {
        byReason.computeIfAbsent(reason, x -> new ArrayList<>()).add(name);
    }

    private static String names(List<String> all) {
        return all.size() <= NAMES_SHOWN
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, NAMES_SHOWN)) + " and " + (all.size() - NAMES_SHOWN) + " more";
    }
}
