package io.culprit.report;

/**
 * What the reader's terminal can show and how much he wants to read.
 *
 * @param width columns; text that is not for a terminal does well with {@link #DEFAULT_WIDTH}
 * @param colour whether to colour with SGR sequences (ECMA-48); nothing else is ever sent to the terminal
 * @param unicode whether it can show more than ASCII
 * @param all whether to list every question with its answer instead of a summary of them
 */
public record Style(int width, boolean colour, boolean unicode, boolean all) {
    public static final int DEFAULT_WIDTH = 120;
    /** Narrower than this, labels and figures no longer fit beside each other. */
    static final int NARROWEST = 40;
    /** Longer lines are hard to follow with the eye. */
    static final int WIDEST = 140;

    public Style(int width, boolean colour, boolean unicode) {
        this(width, colour, unicode, false);
    }

    public static Style plain() {
        return new Style(DEFAULT_WIDTH, false, true);
    }

    int columns() {
        return Math.clamp(width, NARROWEST, WIDEST);
    }
}
