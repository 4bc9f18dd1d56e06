package io.culprit.record.imports;

import io.culprit.kernel.procfs.CommandLine;
import java.util.ArrayList;
import java.util.List;

/** Names and command lines of processes, from text in which blanks no longer tell arguments apart. */
final class Commands {
    /** What a person reads; ps cuts at the width of a page or not at all. */
    private static final int LONGEST = 4096;

    private static final int LONGEST_NAME = 64;

    private Commands() {}

    /**
     * Without secrets. Where an argument names one, all words up to the next option may belong to its value, so all go: better
     * a word too many than a password.
     */
    static String masked(String command) {
        List<String> arguments = new ArrayList<>();
        boolean secret = false;
        for (String word : cut(command, LONGEST).strip().split("\\s+", -1)) {
            if (secret && !word.startsWith("-")) {
                continue;
            }
            arguments.add(word);
            secret = CommandLine.masked(new String[] {word}).endsWith("=***");
            if (!secret && CommandLine.masked(new String[] {word, "x"}).endsWith(" ***")) {
                arguments.add("x");
                secret = true;
            }
        }
        return CommandLine.masked(arguments.toArray(String[]::new));
    }

    /** What comm would be: the file's name of the first word; {@code kworker/0:1} of {@code [kworker/0:1]}. */
    static String name(String command) {
        String text = command.strip();
        if (inBrackets(text)) {
            return cut(text.substring(1, text.lastIndexOf(']')), LONGEST_NAME);
        }
        int blank = text.indexOf(' ');
        String first = blank < 0 ? text : text.substring(0, blank);
        String base = first.substring(first.lastIndexOf('/') + 1);
        if (base.endsWith(":") && base.length() > 1) {
            base = base.substring(0, base.length() - 1);
        }
        if (base.startsWith("-") && base.length() > 1) {
            base = base.substring(1);
        }
        return cut(masked(base.isEmpty() ? first : base), LONGEST_NAME);
    }

    /** A name that somebody printed as such. */
    static String named(String comm) {
        return cut(masked(comm), LONGEST_NAME);
    }

    /** ps puts what has no command line in brackets: kernel threads, and what has ended. */
    static boolean inBrackets(String command) {
        return command.startsWith("[") && command.indexOf(']') > 1;
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
