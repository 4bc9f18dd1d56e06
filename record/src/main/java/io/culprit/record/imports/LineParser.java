package io.culprit.record.imports;

/** Understands one format, line by line; never throws, whatever the line. */
interface LineParser {
    void line(long number, String text);

    /** Nothing follows. */
    default void end() {}
}
