package io.culprit.model;

/** How sure the judge is that the conclusion is right, not how bad it would be. */
public enum Confidence {
    /** The evidence fits, and so do other explanations. */
    LOW,
    /** The evidence fits; a link of the chain was sampled or could not be read. */
    MEDIUM,
    /** Each link of the chain was measured. */
    HIGH
}
