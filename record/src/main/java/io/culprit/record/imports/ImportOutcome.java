package io.culprit.record.imports;

import java.util.List;

/** How an import ended. */
public sealed interface ImportOutcome {
    record Done(ImportSummary summary) implements ImportOutcome {}

    /**
     * Nothing was recorded, or not all of it.
     *
     * @param why one line for a person
     * @param files what became of those that were read
     */
    record Refused(String why, List<ImportedFile> files) implements ImportOutcome {
        public Refused {
            files = List.copyOf(files);
        }
    }
}
