package io.culprit.record.install;

/** The line by which we know our own files again. */
final class Marked {
    private static final String MARK = "# Written by 'culprit install'";
    static final String LINE = MARK + ", which replaces or removes this file while this line stands here.";

    private Marked() {}

    static boolean bears(String content) {
        return content.startsWith(MARK) || content.contains("\n" + MARK);
    }
}
