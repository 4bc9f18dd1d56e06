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
            Set.of("host", "one-core", "consumers", "unaccounted-cpu", "hot-fds", "socket-states", "multicast");

    /**
     * @param label before the figures; empty where the figures speak for themselves
     * @param none instead of figures that are all 0
     */
    private record Words(String label, String none) {}

    private static final Map<String, Words> WORDS = Map.ofEntries(
            Map.entry("load", new Words("", "")),
            Map.entry("pressure", new Words("pressure", "no pressure on CPU, memory or I/O")),
            Map.entry("unaccounted-cpu", new Words("CPU not of living processes", "")),
            Map.entry("syscalls", new Words("system calls", "no system calls")),
            Map.entry("hot-sockets", new Words("", "no socket drops packets")),
            Map.entry("unidentified-sockets", new Words("sockets in no table", "")),
            Map.entry("memory", new Words("memory", "")),
            Map.entry("memory-limit", new Words("", "")),
            Map.entry("process-fds", new Words("fds", "")),
            Map.entry("system-fds", new Words("open files", "")),
            Map.entry("threads", new Words("threads", "")),
            Map.entry("inotify", new Words("inotify", "")),
            Map.entry("tcp-memory", new Words("TCP memory", "")),
            Map.entry("udp-memory", new Words("UDP memory", "")),
            Map.entry("orphans", new Words("orphans", "")),
            Map.entry("time-wait", new Words("TIME_WAIT", "")),
            Map.entry("close-wait", new Words("", "")),
            Map.entry("softnet", new Words("softnet", "no packet dropped before the stack")),
            Map.entry("udp-errors", new Words("UDP", "no UDP receive error")),
            Map.entry("listen-queues", new Words("listen queues", "no connection dropped")),
            Map.entry("retransmits", new Words("retransmits", "no retransmits")),
            Map.entry("conntrack", new Words("conntrack", "")),
            Map.entry("interfaces", new Words("", "")),
            Map.entry("kernel-messages", new Words("kernel messages", "")),
            Map.entry("oom-kills", new Words("OOM kills", "no OOM kill")),
            Map.entry("cpu-throttling", new Words("CPU quota", "no CPU quota")),
            Map.entry("steal", new Words("", "nothing stolen")),
            Map.entry("thermal", new Words("", "no thermal throttling")));

    /** {@code (0.5 %)} after a use and its limit: what matters is that it is far from full. */
    private static final Pattern SHARE = Pattern.compile(" \\([\\d.]+ %\\)");

    private static final Pattern FIGURE_ABOVE_ZERO = Pattern.compile("[1-9]");
    private static final Pattern FIGURE = Pattern.compile("\\d");

    private CheckWords() {}

    static boolean rulesOut(Check check) {
        return check.status() == Check.Status.OK && !DESCRIBING.contains(check.id());
    }

    static String brief(Check check) {
        String summary = check.summary().orElse("");
        Words words = WORDS.getOrDefault(check.id(), new Words(name(check), ""));
        if (!words.none().isEmpty()
                && FIGURE.matcher(summary).find()
                && !FIGURE_ABOVE_ZERO.matcher(summary).find()) return words.none();
        String figures = clauses(SHARE.matcher(summary).replaceAll(""));
        if (words.label().isEmpty() || figures.isEmpty()) return words.label() + figures;
        boolean speaks = Character.isDigit(figures.charAt(0)) || figures.contains(": ");
        return words.label() + (speaks ? " " : ": ") + figures;
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
