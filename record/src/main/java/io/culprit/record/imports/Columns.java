package io.culprit.record.imports;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A header line and how the lines below are cut by it: by words, and by the place of the header where a name with blanks
 * stands in the middle. What overflows its column pushes the rest aside, so places alone do not do.
 */
final class Columns {
    private static final int MOST = 64;
    /** Columns of one word each, and a name. */
    private static final int MOST_WORDS = 4 * MOST;

    private final List<String> names;
    private final Shape[] shapes;
    private final int[] headStarts;
    private final int[] headEnds;
    private final int lastText;
    private final String[] cells;
    private final int[] starts = new int[MOST_WORDS];
    private final int[] ends = new int[MOST_WORDS];
    private int words;

    private Columns(String[] names, int[] headStarts, int[] headEnds, Function<String, Shape> shape) {
        this.names = List.of(names);
        this.headStarts = headStarts;
        this.headEnds = headEnds;
        shapes = new Shape[names.length];
        int text = -1;
        for (int i = 0; i < names.length; i++) {
            shapes[i] = shape.apply(names[i]);
            text = shapes[i] == Shape.TEXT ? i : text;
        }
        lastText = text;
        cells = new String[names.length];
        Arrays.fill(cells, "");
    }

    /** @param shape of the column of that name */
    static Columns of(String header, Function<String, Shape> shape) {
        String[] names = new String[MOST];
        int[] starts = new int[MOST];
        int[] ends = new int[MOST];
        int count = 0;
        int i = 0;
        while (i < header.length() && count < MOST) {
            if (blank(header.charAt(i))) {
                i++;
                continue;
            }
            int from = i;
            while (i < header.length() && !blank(header.charAt(i))) {
                i++;
            }
            names[count] = header.substring(from, i);
            starts[count] = from;
            ends[count++] = i;
        }
        return new Columns(Arrays.copyOf(names, count), starts, ends, shape);
    }

    List<String> names() {
        return names;
    }

    int index(String name) {
        return names.indexOf(name);
    }

    /** Of the last line that {@link #cut} accepted. */
    String cell(int column) {
        return cells[column];
    }

    /** @return false when the line is no row of this header */
    boolean cut(String line) {
        findWords(line);
        int word = 0;
        for (int c = 0; c < names.size(); c++) {
            if (shapes[c] == Shape.TEXT) {
                int next = c == names.size() - 1 ? words : endOfText(line, c, word);
                if (next < 0) {
                    return false;
                }
                cells[c] = next == word ? "" : text(line, c, word, next);
                word = next;
            } else {
                if (word >= words) {
                    return false;
                }
                String first = line.substring(starts[word], ends[word]);
                int count = shapes[c].words(first);
                if (word + count > words || !shapes[c].fits(first)) {
                    return false;
                }
                cells[c] = count == 1 ? first : line.substring(starts[word], ends[word + count - 1]);
                word += count;
            }
        }
        return word >= words;
    }

    private String text(String line, int c, int word, int next) {
        boolean toTheEnd = c == names.size() - 1;
        return toTheEnd ? line.substring(starts[word]).strip() : line.substring(starts[word], ends[next - 1]);
    }

    private void findWords(String line) {
        words = 0;
        int i = 0;
        while (i < line.length() && words < MOST_WORDS) {
            if (blank(line.charAt(i))) {
                i++;
                continue;
            }
            starts[words] = i;
            while (i < line.length() && !blank(line.charAt(i))) {
                i++;
            }
            ends[words++] = i;
        }
    }

    /** @return the word after the text of column c that begins at a word; -1 when no end of it fits */
    private int endOfText(String line, int c, int word) {
        if (lastText == c + 1) {
            return beforeText(c, word);
        }
        int found = -1;
        int fitting = 0;
        for (int next = word + 1; next < words; next++) {
            if (!followingFit(line, c + 1, next)) {
                continue;
            }
            if (lastText > c && ends[next] == headEnds[c + 1]) {
                return next;
            }
            found = next;
            fitting++;
        }
        return fitting == 1 ? found : -1;
    }

    /** Two texts side by side, a name and a command line: the second begins below its head where nothing pushed it away. */
    private int beforeText(int c, int word) {
        for (int next = word + 1; next < words; next++) {
            if (starts[next] == headStarts[c + 1]) {
                return next;
            }
        }
        return word + 1 < words ? word + 1 : -1;
    }

    /** All columns up to the next text, or to the end of the line. */
    private boolean followingFit(String line, int column, int word) {
        int w = word;
        for (int c = column; c < names.size(); c++) {
            if (shapes[c] == Shape.TEXT) {
                return w < words;
            }
            if (w >= words) {
                return false;
            }
            String first = line.substring(starts[w], ends[w]);
            if (!shapes[c].fits(first)) {
                return false;
            }
            w += shapes[c].words(first);
        }
        return w == words;
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }
}
