package io.culprit.record.imports;

/** What a cell may look like: by this the end of a name with blanks in it is found. */
enum Shape {
    /** One word of any kind. */
    WORD,
    /** Digits, with a fraction or without; a dash where nothing is known. */
    NUMBER,
    /** {@code 12}, {@code 1:02}, {@code 4-01:02:03}. */
    DURATION,
    /** When a process started: {@code Wed Nov 25 01:19:23 2026}, {@code Nov 24}, {@code Nov24} or {@code 01:19}. */
    STARTED,
    /** Words. */
    TEXT;

    private static final int WORDS_OF_LSTART = 5;
    private static final String WEEKDAYS = "MonTueWedThuFriSatSun";

    boolean fits(String word) {
        return switch (this) {
            case NUMBER -> word.equals("-") || Numbers.decimal(word) >= 0;
            case DURATION -> word.equals("-") || Numbers.duration(word) >= 0;
            case WORD, STARTED, TEXT -> true;
        };
    }

    /** @param first word of the cell */
    int words(String first) {
        if (this != STARTED) {
            return 1;
        }
        if (first.length() == 3 && WEEKDAYS.indexOf(first) % 3 == 0) {
            return WORDS_OF_LSTART;
        }
        return first.length() == 3 && Moments.month(first) > 0 ? 2 : 1;
    }
}
