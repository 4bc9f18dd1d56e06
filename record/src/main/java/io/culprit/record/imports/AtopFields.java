package io.culprit.record.imports;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process line of {@code atop -P} after its six common fields: {@code pid (name) state ...}. Names and command lines are in
 * parentheses and may hold blanks and parentheses themselves; with {@code -Z} there are no parentheses and no blanks.
 *
 * @param rest fields after the state, without a command line
 * @param command of a PRG line, else empty
 */
record AtopFields(long pid, String name, String state, List<String> rest, String command) {
    /** comm has 15 bytes; one of them may take a character of the replacement. */
    private static final int LONGEST_NAME = 16;

    private static final Pattern AFTER_NAME = Pattern.compile("\\) ([A-Za-z<>-]) ");
    /** PPID and the threads by state stand behind the command line. */
    private static final Pattern AFTER_COMMAND = Pattern.compile("\\) (?=\\d+ \\d+ \\d+ \\d+ )");

    private static final int FIELDS_BEFORE_COMMAND = 6;

    /** @param text from the pid on */
    static Optional<AtopFields> of(String text, boolean withCommand) {
        int blank = text.indexOf(' ');
        if (blank < 0) {
            return Optional.empty();
        }
        long pid = Numbers.whole(text.substring(0, blank));
        String after = text.substring(blank + 1);
        if (!after.startsWith("(")) {
            return plain(pid, after, withCommand);
        }
        Matcher m = AFTER_NAME.matcher(after);
        int end = -1;
        int next = 0;
        String state = "";
        while (m.find(end < 0 ? 1 : end + 1) && m.start() <= LONGEST_NAME + 1) {
            end = m.start();
            next = m.end();
            state = m.group(1);
        }
        if (end < 0) {
            return Optional.empty();
        }
        String name = after.substring(1, end);
        String rest = after.substring(next);
        return withCommand
                ? command(pid, name, state, rest)
                : Optional.of(new AtopFields(pid, name, state, List.of(rest.split(" ", -1)), ""));
    }

    private static Optional<AtopFields> command(long pid, String name, String state, String rest) {
        int open = rest.indexOf('(');
        Matcher m = AFTER_COMMAND.matcher(rest);
        int close = -1;
        int next = 0;
        while (m.find(close < 0 ? Math.max(0, open) : close + 1)) {
            close = m.start();
            next = m.end();
        }
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String command = rest.substring(open + 1, close);
        List<String> fields = List.of((rest.substring(0, open) + rest.substring(next)).split(" ", -1));
        return Optional.of(new AtopFields(pid, name, state, fields, command));
    }

    private static Optional<AtopFields> plain(long pid, String after, boolean withCommand) {
        String[] words = after.split(" ", -1);
        int skip = withCommand ? 3 + FIELDS_BEFORE_COMMAND : 2;
        if (words.length < skip) {
            return Optional.empty();
        }
        String command = "";
        StringBuilder rest = new StringBuilder();
        for (int i = 2; i < words.length; i++) {
            if (withCommand && i == 2 + FIELDS_BEFORE_COMMAND) {
                command = words[i].replace('_', ' ');
            } else {
                rest.append(rest.isEmpty() ? "" : " ").append(words[i]);
            }
        }
        return Optional.of(
                new AtopFields(pid, words[0], words[1], List.of(rest.toString().split(" ", -1)), command));
    }

    /** @return {@link Numbers#NONE} where it is no number, or an older atop did not print it */
    long number(int index) {
        return index < rest.size() ? Numbers.whole(rest.get(index)) : Numbers.NONE;
    }

    String field(int index) {
        return index < rest.size() ? rest.get(index) : "";
    }
}
