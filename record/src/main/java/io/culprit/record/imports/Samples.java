package io.culprit.record.imports;

/** What a parser makes of a file, in the order of the file. */
interface Samples {
    /** The host that the file names. */
    void host(String name);

    /**
     * What follows is of this moment. The same moment again goes on with it.
     *
     * @param millis since 1970
     * @return false when what follows is left out, because time fell
     */
    boolean at(long millis, long line);

    /** A row of the moment; the row may be used again. @return false when it was not taken; then the line was counted */
    boolean take(Row row, long line);

    void hostLevel(String key, double value);

    /** A counter since the boot. */
    void hostCounter(String key, double value);

    /** What came to a counter since the sample before. */
    void hostMore(String key, double delta);

    /** How fast a counter grows, a second. */
    void hostRate(String key, double perSecond);
}
