package io.culprit.record.imports;

import java.util.List;

/**
 * What became of one file.
 *
 * @param format what it was taken for, {@code why} on what ground
 * @param goodLines lines that gave something to the recording
 * @param badLines lines that should have and could not
 * @param ignoredLines lines that belong to the format and hold nothing for a recording
 * @param unusedColumns what a recording has no metric for
 * @param notes what was assumed, one line each
 */
public record ImportedFile(
        String name,
        String format,
        String why,
        long goodLines,
        long badLines,
        long ignoredLines,
        List<Trouble> troubles,
        List<String> unusedColumns,
        List<String> notes) {

    public ImportedFile {
        troubles = List.copyOf(troubles);
        unusedColumns = List.copyOf(unusedColumns);
        notes = List.copyOf(notes);
    }

    /** @param lines the numbers of the first few */
    public record Trouble(String what, long count, List<Long> lines) {
        public Trouble {
            lines = List.copyOf(lines);
        }
    }
}
