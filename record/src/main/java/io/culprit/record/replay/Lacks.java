package io.culprit.record.replay;

import io.culprit.model.Answer;

/** Why an answer is missing: few reasons, so that a report can tell them together. */
final class Lacks {
    /** What only somebody who looks at the process while it misbehaves can know. */
    static final String LIVE = "the recording does not hold this, it needs a live investigation";

    private Lacks() {}

    static <T> Answer<T> live() {
        return Answer.unavailable(LIVE);
    }

    static <T> Answer<T> notRecorded(String what) {
        return Answer.unavailable("the recording does not hold " + what);
    }
}
