package io.culprit.record.imports;

/** The destination takes nothing more; the message is one line for a person. */
final class ImportStopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    ImportStopped(String message) {
        super(message);
    }
}
