package io.culprit.report;

import io.culprit.model.Check;
import io.culprit.model.Check.Status;
import io.culprit.model.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Bad answers that nothing else on the page tells. */
final class AlsoSeen {
    private static final int SHOWN = 5;
    private static final int ITEM_COLUMNS = 48;

    /** Told by the last line. */
    private static final String TRACE_COST = "trace-cost";
    /** Pressure on the CPU alone: who uses it is what the findings say. */
    private static final Pattern CPU_ALONE = Pattern.compile("cpu .*, memory 0(\\.\\d+)? %, io 0(\\.\\d+)? %");

    private AlsoSeen() {}

    static String words(Diagnosis d) {
        List<Check> news = d.checks().stream().filter(check -> isNews(check, d)).toList();
        List<String> items = new ArrayList<>();
        for (Check check : news.subList(0, Math.min(SHOWN, news.size())))
            items.add(CheckWords.brief(check, ITEM_COLUMNS));
        if (news.size() > SHOWN) items.add("and " + (news.size() - SHOWN) + " more: --verbose");
        return String.join(ChecksText.AND, items);
    }

    private static boolean isNews(Check check, Diagnosis d) {
        if (check.status() != Status.BAD || check.id().equals(TRACE_COST)) return false;
        boolean told =
                check.finding().stream().anyMatch(id -> d.findings().stream().anyMatch(f -> f.id().equals(id)));
        return !told && !(isOfCpuAlone(check) && d.findings().stream().anyMatch(f -> f.cpus() > 0));
    }

    private static boolean isOfCpuAlone(Check check) {
        return switch (check.id()) {
            case "load", "rising" -> true;
            case "pressure" -> CPU_ALONE.matcher(check.summary().orElse("")).matches();
            default -> false;
        };
    }
}
