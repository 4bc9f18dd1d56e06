package io.culprit.record.store;

/** What chunks hold. A number that was once given is never given to anything else; unknown ones are skipped. */
final class ChunkKind {
    /** Of a live segment: who writes it. */
    static final int HEADER = 1;
    /** Of a live segment: one sample and all that came with it, see {@link Block}. */
    static final int BLOCK = 2;

    /** Of a sealed segment, and so are all that follow. Who wrote it, when, how much: see {@link Head}. */
    static final int INDEX = 3;

    static final int TIMES = 4;
    static final int ROWS = 5;
    static final int DESCRIPTIONS = 6;
    static final int HOST = 7;
    static final int EVENTS = 8;
    /** Its number is the metric's; one for some rows after the other. */
    static final int COLUMN = 9;

    private ChunkKind() {}
}
