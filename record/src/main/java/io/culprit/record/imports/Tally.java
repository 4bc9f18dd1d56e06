package io.culprit.record.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of the lines of one file. Never holds a piece of a line: it may be a secret. */
final class Tally {
    /** Enough to find the place with an editor. */
    private static final int LINES_SHOWN = 5;

    /** A hostile file could have as many kinds as lines. */
    private static final int MOST_KINDS = 50;

    private static final int MOST_COLUMNS = 200;
    private static final int LONGEST_COLUMN = 40;

    private static final class Kind {
        long count;
        final List<Long> first = new ArrayList<>();
    }

    private long good;
    private long bad;
    private long ignored;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Set<String> unused = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    void good() {
        good++;
    }

    /** Belongs to the format and holds nothing for a recording. */
    void ignored() {
        ignored++;
    }

    void bad(long line, String reason) {
        bad++;
        trouble(line, reason);
    }

    /** Something to be told that is no fault of one line. */
    void trouble(long line, String what) {
        Kind kind = kinds.size() < MOST_KINDS || kinds.containsKey(what)
                ? kinds.computeIfAbsent(what, w -> new Kind())
                : kinds.computeIfAbsent("for other reasons", w -> new Kind());
        kind.count++;
        if (kind.first.size() < LINES_SHOWN) {
            kind.first.add(line);
        }
    }

    void unused(String column) {
        if (unused.size() < MOST_COLUMNS) {
            unused.add(column.length() > LONGEST_COLUMN ? column.substring(0, LONGEST_COLUMN) : column);
        }
    }

    void note(String text) {
        if (notes.size() < MOST_KINDS) {
            notes.add(text);
        }
    }

    long goodLines() {
        return good;
    }

    ImportedFile file(String name, String format, String why) {
        List<ImportedFile.Trouble> troubles = new ArrayList<>();
        kinds.forEach((what, kind) -> troubles.add(new ImportedFile.Trouble(what, kind.count, kind.first)));
        return new ImportedFile(
                name, format, why, good, bad, ignored, troubles, List.copyOf(unused), List.copyOf(notes));
    }
}
