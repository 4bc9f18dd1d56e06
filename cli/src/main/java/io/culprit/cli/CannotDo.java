package io.culprit.cli;

/** The command was understood and cannot be carried out; the message is one line for the user. */
final class CannotDo extends Exception {
    private static final long serialVersionUID = 1;

    CannotDo(String message) {
        super(message);
    }
}
