package io.culprit.report;

import io.culprit.model.Check;
import io.culprit.model.Check.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The causes that are known to be none, in four lines: figures first, then what was not seen at all. */
final class RuledOut {
    /** Figures of one cause; more of them are a table, not a word. */
    private static final int ITEM_COLUMNS = 40;

    /** Packets are dropped in so many places that the word is said once for all. */
    private static final String DROP = " drop";

    private static final Pattern NEVER = Pattern.compile("(?!)");

    /**
     * @param clean answers that {@code absent} says shorter; one whose figures are all 0 is clean anyhow
     * @param absent what there is none of; empty where figures are better
     */
    private record Cause(Pattern clean, String absent) {}

    /**
     * The classic causes of a spike or a leak: what an experienced administrator asks about first, one by one, before he
     * believes in anything else. All other questions describe, or lead to one of these.
     */
    private static final Map<String, Cause> CLASSIC = new LinkedHashMap<>();

    static {
        figures("memory");
        figures("process-fds");
        figures("system-fds");
        figures("threads");
        figures("tcp-memory");
        none("orphans", "0 of .*", "orphan");
        none("time-wait", "0 of .*", "TIME_WAIT");
        none("close-wait", "", "CLOSE_WAIT");
        none("conntrack", "0 of .*", "conntrack entry");
        none("oom-kills", "", "OOM kill");
        none("unidentified-sockets", "nobody", "unidentified socket");
        none("socket-drops", "none dropped.*", "socket drop");
        none("udp-errors", "", "UDP error");
        none("listen-queues", "", "listen drop");
        none("retransmits", "0\\.0 of .*", "retransmit");
        none("softnet", "0 dropped, 0 times out of budget.*", "softnet drop");
        none("interfaces", ".*, 0\\.0 drops, 0\\.0 errors a second", "interface drop");
        none("cpu-throttling", "no suspects?.*|(?!.*stopped in [1-9]).*", "throttling");
        none("steal", "0\\.\\d % stolen", "steal");
        none("thermal", "", "heat");
        none("kernel-messages", "nothing of note.*", "kernel complaint");
    }

    private RuledOut() {}

    private static void figures(String id) {
        CLASSIC.put(id, new Cause(NEVER, ""));
    }

    private static void none(String id, String clean, String absent) {
        CLASSIC.put(id, new Cause(Pattern.compile(clean, Pattern.DOTALL), absent));
    }

    static Iterable<String> ids() {
        return CLASSIC.keySet();
    }

    /** Empty when nothing was ruled out. */
    static String words(List<Check> checks) {
        List<String> items = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        long others = 0;
        for (Check check : checks) {
            if (check.status() != Status.OK) continue;
            Cause cause = CLASSIC.get(check.id());
            if (cause == null) others++;
            else if (isAbsent(cause, check.summary().orElse(""))) absent.add(cause.absent());
            else items.add(CheckWords.brief(check, ITEM_COLUMNS));
        }
        if (!absent.isEmpty()) items.add("no " + either(absent));
        if (others > 0)
            items.add((items.isEmpty() ? "" : "and ")
                    + Figures.plural(others, "more question", "more questions")
                    + " answered well: --verbose");
        return String.join(ChecksText.AND, items);
    }

    private static boolean isAbsent(Cause cause, String summary) {
        return !cause.absent().isEmpty()
                && (CheckWords.isZero(summary) || cause.clean().matcher(summary).matches());
    }

    private static String either(List<String> all) {
        List<String> nouns =
                new ArrayList<>(all.stream().filter(n -> !n.endsWith(DROP)).toList());
        String where = all.stream()
                .filter(n -> n.endsWith(DROP))
                .map(n -> n.substring(0, n.length() - DROP.length()))
                .collect(Collectors.joining("/"));
        if (!where.isEmpty()) nouns.add(where + DROP);
        return nouns.size() == 1
                ? nouns.getFirst()
                : String.join(", ", nouns.subList(0, nouns.size() - 1)) + " or " + nouns.getLast();
    }
}
