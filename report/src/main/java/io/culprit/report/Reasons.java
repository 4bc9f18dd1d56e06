package io.culprit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why something is not known, so short that it is read: the refusal and what would lift it. */
final class Reasons {
    /** A reason that is no longer stays as it is. */
    private static final int COLUMNS = 88;

    /** {@code operation not permitted (EPERM)} */
    private static final Pattern REFUSAL = Pattern.compile("(?:operation )?[a-z]+ [a-z]+ \\((?:EPERM|EACCES)\\)");

    private static final Pattern NEED =
            Pattern.compile("(?:needs|run as) root,? or (?:with )?(CAP_[A-Z_]+(?: and CAP_[A-Z_]+)*)");

    private static final Pattern END_OF_CLAUSE = Pattern.compile("[:;,] ");

    private record NotHere(Pattern reason, String brief) {}

    /** Not a lack: on this host there is nothing that could be known. */
    private static final List<NotHere> NOT_HERE = List.of(
            new NotHere(Pattern.compile("in the root group, which has no limit"), "the root group has no limit"),
            new NotHere(Pattern.compile("no CPU has it: Intel's alone count"), "this machine has no counters"),
            new NotHere(Pattern.compile("connection tracking is not loaded"), "not loaded, or hidden"));

    private Reasons() {}

    static Optional<String> notHere(String reason) {
        return NOT_HERE.stream()
                .filter(n -> n.reason().matcher(reason).find())
                .map(NotHere::brief)
                .findFirst();
    }

    static String brief(String reason) {
        Optional<String> refusal = first(REFUSAL.matcher(reason), 0);
        Optional<String> need = first(NEED.matcher(reason), 1);
        if (need.isPresent())
            // Alike for all that ask for the same right, however each of them was refused.
            return "needs root or " + need.get()
                    + refusal.map(r -> r.substring(r.lastIndexOf(' '))).orElse("");
        if (Columns.of(SafeText.of(reason)) <= COLUMNS) return reason;
        List<String> parts = new ArrayList<>();
        parts.add(firstClause(reason));
        refusal.filter(r -> !parts.getFirst().contains(r)).ifPresent(parts::add);
        return SafeText.of(String.join(": ", parts), 2 * COLUMNS);
    }

    /** Up to the last end of a clause that fits, or else the first. */
    private static String firstClause(String reason) {
        Matcher ends = END_OF_CLAUSE.matcher(reason);
        int end = -1;
        while (ends.find() && (end < 0 || ends.start() <= COLUMNS / 2 + COLUMNS / 4)) end = ends.start();
        return end < 0 ? reason : reason.substring(0, end);
    }

    private static Optional<String> first(Matcher m, int group) {
        return m.find() ? Optional.of(m.group(group)) : Optional.empty();
    }
}
