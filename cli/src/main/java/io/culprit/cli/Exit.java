package io.culprit.cli;

/** Exit statuses; scripts rely on them. */
final class Exit {
    static final int NOTHING_FOUND = 0;
    static final int FINDINGS = 1;
    static final int USAGE = 2;
    static final int CANNOT = 3;

    private Exit() {}
}
