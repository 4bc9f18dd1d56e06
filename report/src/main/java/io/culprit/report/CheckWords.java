package io.culprit.report;

import io.culprit.model.Check;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A check in a few words: its figures alone, cut at a clause where they go on. */
final class CheckWords {
    /** One item of an enumeration; longer ones lose their last clauses. */
    private static final int ITEM_COLUMNS = 56;

    /** Questions that describe and rule nothing out: their answers are in the head line, or in the list of all checks. */
    private static final Set<String> DESCRIBING =
            Set.of("host", "load", "one-core", "consumers", "unaccounted-cpu", "hot-fds", "socket-states", "multicast");

    /**
     * @param label before the figures; empty where the figures speak for themselves
     * @param clean answers that {@code none} says shorter; one whose figures are all 0 is clean anyhow
     * @param none instead of a clean answer; empty where figures are better
     */
    private record Words(String label, Pattern clean, String none) {}

    /** Of the questions that we know; others go by their id. */
    private static final Map<String, Words> WORDS = Map.ofEntries(
            entry("load", "", "", ""),
            entry("pressure", "pressure", "", "no pressure on CPU, memory or I/O"),
            entry("syscalls", "system calls", "", ""),
            entry("hot-sockets", "", "0 sockets dropped .*", "no socket drops packets"),
            entry("unidentified-sockets", "sockets in no table", "none", "no unidentified socket"),
            entry("memory", "memory", "", ""),
            entry("memory-limit", "memory limit", "no suspect's cgroup has a limit", "no memory limit"),
            entry("process-fds", "fds", "", ""),
            entry("system-fds", "open files", "", ""),
            entry("threads", "threads", "", ""),
            entry("inotify", "inotify", "", ""),
            entry("tcp-memory", "TCP memory", "", ""),
            entry("udp-memory", "UDP memory", "", ""),
            entry("orphans", "orphans", "0 of .*", "no orphans"),
            entry("time-wait", "TIME_WAIT", "0 of .*", "no TIME_WAIT"),
            entry("close-wait", "", "", "no CLOSE_WAIT"),
            entry("softnet", "softnet", "0 dropped, 0 times out of budget.*", "no packet dropped before the stack"),
            entry("udp-errors", "UDP", "", "no UDP receive error"),
            entry("listen-queues", "listen queues", "", "no connection dropped"),
            entry("retransmits", "retransmits", "0\\.0 of .*", "no retransmits"),
            entry("conntrack", "conntrack", "", ""),
            entry("interfaces", "", ".*, 0\\.0 drops, 0\\.0 errors a second", "no interface drops or errors"),
            entry("kernel-messages", "kernel messages", "nothing of note .*", "kernel log quiet"),
            entry("oom-kills", "OOM kills", "", "no OOM kill"),
            entry("cpu-throttling", "CPU quota", "0 of \\d+ suspects .*|no suspects", "no CPU quota reached"),
            entry("steal", "steal", "", "no CPU time stolen"),
            entry("thermal", "", "", "no thermal throttling"));

    /** {@code (0.5 %)} after a use and its limit: what matters is that it is far from full. */
    private static final Pattern SHARE = Pattern.compile(" \\([\\d.]+ %\\)");

    /** Of the two marks of a protocol's memory, the limit is the one that people know. */
    private static final Pattern PAGES = Pattern.compile("([\\d ]+) pages; pressure at [\\d ]+, limit ([\\d ]+)");

    private static final Pattern REMARK_AT_END = Pattern.compile(" \\([^()]*[a-z][^()]*\\)$");
    private static final Pattern FIGURE_ABOVE_ZERO = Pattern.compile("[1-9]");
    private static final Pattern FIGURE = Pattern.compile("\\d");

    private CheckWords() {}

    static boolean rulesOut(Check check) {
        return check.status() == Check.Status.OK && !DESCRIBING.contains(check.id());
    }

    static String brief(Check check) {
        String summary = check.summary().orElse("");
        Words words = WORDS.getOrDefault(check.id(), new Words(name(check), Pattern.compile(""), ""));
        if (!words.none().isEmpty() && isClean(summary, words)) return words.none();
        String figures = SHARE.matcher(summary).replaceAll("");
        figures = PAGES.matcher(figures).replaceFirst("$1 of $2 pages");
        figures = clauses(REMARK_AT_END.matcher(figures).replaceFirst(""));
        if (words.label().isEmpty() || figures.isEmpty()) return words.label() + figures;
        boolean speaks = Character.isDigit(figures.charAt(0)) || figures.contains(": ");
        return words.label() + (speaks ? " " : ": ") + figures;
    }

    private static boolean isClean(String summary, Words words) {
        boolean zero = FIGURE.matcher(summary).find()
                && !FIGURE_ABOVE_ZERO.matcher(summary).find();
        return zero || words.clean().matcher(summary).matches();
    }

    private static Map.Entry<String, Words> entry(String id, String label, String clean, String none) {
        return Map.entry(id, new Words(label, Pattern.compile(clean), none));
    }

    /** {@code tcp-memory} as {@code TCP memory}. */
    static String name(Check check) {
        Words known = WORDS.get(check.id());
        return known != null && !known.label().isEmpty()
                ? known.label()
                : check.id().replace('-', ' ');
    }

    /** As many whole clauses as fit; the first one always. */
    private static String clauses(String summary) {
        if (Columns.of(SafeText.of(summary)) <= ITEM_COLUMNS) return summary;
        int end = -1;
        for (int i = 0; i < summary.length() - 1; i++) {
            boolean boundary = (summary.charAt(i) == ';' || summary.charAt(i) == ',') && summary.charAt(i + 1) == ' ';
            if (boundary && (end < 0 || i <= ITEM_COLUMNS)) end = i;
        }
        return end < 0 ? summary : summary.substring(0, end);
    }
}
