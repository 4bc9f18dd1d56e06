package io.culprit.record.imports;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be taken in. */
public enum ImportFormat {
    PS("a log of ps"),
    PIDSTAT("output of pidstat"),
    ATOP("output of atop -P"),
    TOP("output of top -b"),
    /** Its text, {@code sadf -d} and {@code sadf -j}. */
    SAR("output of sar or sadf"),
    CSV("a CSV file");

    private final String words;

    ImportFormat(String words) {
        this.words = words;
    }

    /** For a person. */
    public String words() {
        return words;
    }

    /** @param word {@code ps} … */
    public static Optional<ImportFormat> of(String word) {
        return Arrays.stream(values())
                .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
