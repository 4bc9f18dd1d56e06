package io.culprit.record.store;

/** The recording cannot be opened. The message is one line for a person: what failed, on which path, what to do. */
public final class RecordingException extends Exception {
    private static final long serialVersionUID = 1;

    RecordingException(String message) {
        super(message);
    }

    RecordingException(String message, Throwable cause) {
        super(message, cause);
    }
}
