package io.culprit.model;

/** How bad, from least to worst. */
public enum Severity {
    /** Worth knowing; nothing is failing. */
    NOTICE,
    /** It will fail, or it costs others, if nobody acts. */
    WARNING,
    /** It fails or starves others now. */
    CRITICAL
}
