package io.culprit.report;

/** Words of a command that a person copies to a shell. */
final class Shell {
    private Shell() {}

    static String quoted(String word) {
        return word.matches("[\\w./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
