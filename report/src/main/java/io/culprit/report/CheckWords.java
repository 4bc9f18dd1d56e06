package io.culprit.report;

import io.culprit.model.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A check in a few words: its figures alone, and of these only such as are not 0. */
final class CheckWords {
    /**
     * @param id of the question
     * @param label before the figures; empty where the figures speak for themselves
     */
    private record Label(String id, String label) {}

    /** Of the questions whose answers are told apart from the list of all; others go by their id. */
    private static final Map<String, String> LABELS = List.of(
                    new Label("syscalls", "system calls"),
                    new Label("unidentified-sockets", "sockets in no table"),
                    new Label("process-fds", "fds"),
                    new Label("system-fds", "open files"),
                    new Label("tcp-memory", "TCP memory"),
                    new Label("udp-memory", "UDP memory"),
                    new Label("tcp-pressure", "TCP pressure"),
                    new Label("time-wait", "TIME_WAIT"),
                    new Label("close-wait", "CLOSE_WAIT"),
                    new Label("udp-errors", "UDP"),
                    new Label("interfaces", "interfaces"),
                    new Label("oom-kills", "OOM kills"),
                    new Label("cpu-throttling", "CPU quota"),
                    new Label("cpu-split", "CPU time"),
                    new Label("cpu-frequency", "CPU frequency"),
                    new Label("load", ""),
                    new Label("rising", ""))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Label::id, Label::label));

    private record Rewriting(Pattern from, String to) {
        Rewriting(String from, String to) {
            this(Pattern.compile(from), to);
        }
    }

    private static final List<Rewriting> SHORTER = List.of(
            // A use and its limit speak for themselves.
            new Rewriting(" \\([\\d.]+ %\\)", ""),
            // Of the two marks of a protocol's memory, the limit is the one that people know.
            new Rewriting("([\\d ]+) pages[^;]*; pressure at [\\d ]+, limit ([\\d ]+)", "$1 of $2 pages"),
            new Rewriting("^fullest: (.+) \\(\\d+\\), ([\\d ]+ of [\\d ]+)$", "$2 in $1"),
            new Rewriting("^.*, ([\\d. ]+ drops), ([\\d. ]+ errors a second)$", "$1 a second, $2"),
            new Rewriting(" available, .*$", " available"),
            new Rewriting("; pids [\\d ]+ of [\\d ]+$", ""),
            new Rewriting(" in [\\d ]+ messages of the last ", " in the last "),
            new Rewriting("^([\\d.]+ %) stolen$", "$1"),
            new Rewriting("^([\\d ]+) in CLOSE_WAIT$", "$1"),
            new Rewriting(" \\([^()]*[a-z][^()]* [^()]*\\)$", ""));

    /** What is told of an answer is in its beginning. */
    private static final int MOST_LETTERS = 1000;

    private static final Pattern BETWEEN_CLAUSES = Pattern.compile("(?<=[;,]) ");
    private static final Pattern FIGURE_ABOVE_ZERO = Pattern.compile("[1-9]");
    private static final Pattern FIGURE = Pattern.compile("\\d");

    private CheckWords() {}

    /** {@code tcp-memory} as {@code TCP memory}. */
    static String name(Check check) {
        String label = LABELS.getOrDefault(check.id(), "");
        return label.isEmpty() ? check.id().replace('-', ' ') : label;
    }

    static Iterable<String> labelled() {
        return LABELS.keySet();
    }

    /** @param columns of its figures; of longer ones the later clauses are left out, and the first is cut */
    static String brief(Check check, int columns) {
        String summary = check.summary().orElse("");
        String figures = summary.substring(0, Math.min(summary.length(), MOST_LETTERS));
        for (Rewriting r : SHORTER) figures = r.from().matcher(figures).replaceFirst(r.to());
        figures = SafeText.of(clauses(figures, columns), columns);
        String label = LABELS.getOrDefault(check.id(), name(check));
        if (label.isEmpty() || figures.isEmpty()) return label + figures;
        return label + (Character.isDigit(figures.charAt(0)) ? " " : ": ") + figures;
    }

    /** Whether it has figures and all of them are 0. */
    static boolean isZero(String words) {
        return FIGURE.matcher(words).find() && !FIGURE_ABOVE_ZERO.matcher(words).find();
    }

    /** The first clause, and those with figures that fit beside it. */
    private static String clauses(String summary, int columns) {
        List<String> told = Arrays.stream(BETWEEN_CLAUSES.split(summary))
                .filter(c -> !isZero(c))
                .toList();
        StringBuilder text = new StringBuilder(told.isEmpty() ? summary : told.getFirst());
        for (int i = 1; i < told.size(); i++) {
            if (!FIGURE.matcher(told.get(i)).find()) continue;
            if (Columns.of(SafeText.of(text + " " + told.get(i))) > columns + 1) break;
            text.append(' ').append(told.get(i));
        }
        int end = text.length();
        while (end > 0 && ",; ".indexOf(text.charAt(end - 1)) >= 0) end--;
        return text.substring(0, end);
    }
}
