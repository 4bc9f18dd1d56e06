package io.culprit.report.plot;

/** What a picture is drawn on: pixels from the top left corner, colours as {@code 0xRRGGBB}. */
interface Surface {
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void rectangle(double x, double y, double width, double height, int colour);

    /**
     * One connected line.
     *
     * @param xy x and y by turns
     * @param numbers how many of them count
     * @param words what it is, for whoever points at it; may be anything that a process calls itself
     */
    void line(float[] xy, int numbers, double thickness, int colour, double opacity, String words);

    /** @param baseline of the letters; {@code text} may be anything that a process calls itself */
    void text(double x, double baseline, Anchor anchor, double size, boolean bold, int colour, String text);

    /** About how wide it will be. */
    double width(String text, double size, boolean bold);
}
