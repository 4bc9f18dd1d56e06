package io.culprit.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Columns beside each other; where a page is too narrow for all, those that say least are left out. */
final class Table {
    private static final int GAP = 2;
    /** Of a text column; longer names are cut. */
    static final int WIDEST_TEXT = 34;

    /** @param weight the lowest is left out first; {@code cells} are safe for the page */
    private record Column(String head, boolean right, int weight, List<String> cells) {
        int width() {
            int width = Columns.of(head);
            for (String cell : cells) {
                width = Math.max(width, Columns.of(cell));
            }
            return width;
        }
    }

    private final Page page;
    private final List<Column> columns = new ArrayList<>();

    Table(Page page) {
        this.page = page;
    }

    void words(String head, int weight, List<String> cells) {
        add(head, false, weight, cells);
    }

    void figures(String head, int weight, List<String> cells) {
        add(head, true, weight, cells);
    }

    private void add(String head, boolean right, int weight, List<String> cells) {
        columns.add(new Column(
                head,
                right,
                weight,
                cells.stream().map(c -> page.safe(SafeText.of(c, WIDEST_TEXT))).toList()));
    }

    /** @return the heads of columns that did not fit */
    List<String> write() throws IOException {
        List<String> left = new ArrayList<>();
        while (columns.size() > 1 && width() > page.columns()) {
            Column least = columns.stream()
                    .min(Comparator.comparingInt(Column::weight))
                    .orElseThrow();
            columns.remove(least);
            left.add(least.head());
        }
        StringBuilder head = new StringBuilder();
        for (Column c : columns) {
            pad(head, c, c.head());
        }
        page.line(page.ink(Ink.DIM, head.toString().stripTrailing()));
        for (int row = 0; row < columns.getFirst().cells().size(); row++) {
            StringBuilder line = new StringBuilder();
            for (Column c : columns) {
                pad(line, c, c.cells().get(row));
            }
            page.line(line.toString());
        }
        return left;
    }

    private int width() {
        return columns.stream().mapToInt(c -> c.width() + GAP).sum();
    }

    private static void pad(StringBuilder line, Column column, String cell) {
        String space = " ".repeat(column.width() - Columns.of(cell));
        line.append(" ".repeat(GAP))
                .append(column.right() ? space : "")
                .append(cell)
                .append(column.right() ? "" : space);
    }
}
