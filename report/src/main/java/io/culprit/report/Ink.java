package io.culprit.report;

import io.culprit.model.Severity;

/** The few colours we use: Select Graphic Rendition of ECMA-48, always closed on the line where it was opened. */
enum Ink {
    NONE(""),
    BOLD("1"),
    DIM("2"),
    RED("1;31"),
    GREEN("32"),
    YELLOW("1;33"),
    CYAN("1;36");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    static Ink of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> RED;
            case WARNING -> YELLOW;
            case NOTICE -> CYAN;
        };
    }

    String on(String safe, boolean colour) {
        return colour && this != NONE && !safe.isEmpty() ? "\u001b[" + code + "m" + safe + "\u001b[0m" : safe;
    }
}
