package io.culprit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Breaks safe text into lines between words, and keeps a figure on one line with its digits, its sign and its unit. */
final class Paragraph {
    private static final Set<String> UNITS = Set.of(
            "%",
            "s", "B", "kB", "MB", "GB", "TB", "CPU", "CPUs", "Hz", "ns", "ms", "pages", "days", "hours", "minutes");
    /** Signs that belong to the word before them. */
    private static final Set<String> CLINGING = Set.of("\u00b7", "\u00d7", "|", "=");

    private Paragraph() {}

    static List<String> wrap(String safe, int width) {
        return wrap(safe, width, width);
    }

    /** @param first columns of the first line; {@code rest} of all others */
    static List<String> wrap(String safe, int first, int rest) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int used = 0;
        for (String word : words(safe)) {
            int columns = Columns.of(word);
            int room = lines.isEmpty() ? first : rest;
            if (used > 0 && used + 1 + columns > room) {
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
                room = rest;
            }
            while (columns > room && used == 0) {
                String head = Columns.cut(word, Math.max(1, room));
                if (head.length() == word.length()) break;
                lines.add(head);
                word = word.substring(head.length());
                columns = Columns.of(word);
                room = rest;
            }
            if (used > 0) {
                line.append(' ');
                used++;
            }
            line.append(word);
            used += columns;
        }
        if (used > 0 || lines.isEmpty()) lines.add(line.toString());
        return lines;
    }

    private static List<String> words(String safe) {
        List<String> words = new ArrayList<>();
        for (String word : safe.split(" ", -1)) {
            if (word.isEmpty()) continue;
            if (!words.isEmpty() && belongTogether(words.getLast(), word))
                words.set(words.size() - 1, words.getLast() + " " + word);
            else words.add(word);
        }
        return words;
    }

    private static boolean belongTogether(String before, String word) {
        if (CLINGING.contains(word)) return true;
        if (!isDigit(before.charAt(before.length() - 1))) return false;
        int letters = word.length();
        while (letters > 0 && ",;:).".indexOf(word.charAt(letters - 1)) >= 0) letters--;
        String bare = word.substring(0, letters);
        return UNITS.contains(bare) || isGroupOfThree(word);
    }

    private static boolean isGroupOfThree(String word) {
        return word.length() >= 3
                && isDigit(word.charAt(0))
                && isDigit(word.charAt(1))
                && isDigit(word.charAt(2))
                && (word.length() == 3 || !(isDigit(word.charAt(3)) || (word.charAt(3) == '.' && word.length() > 4)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
