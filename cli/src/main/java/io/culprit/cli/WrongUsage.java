package io.culprit.cli;

/** The command line or the configuration is wrong; the message is one line for the user. */
final class WrongUsage extends Exception {
    private static final long serialVersionUID = 1;

    WrongUsage(String message) {
        super(message);
    }
}
