package io.culprit.diagnose.plan;

import io.culprit.model.evidence.Evidence;
import java.util.Optional;

/** What came of an investigation. */
public sealed interface Outcome {

    /** @param trouble what went wrong though there is evidence, such as an asked process that ended; one line */
    record Done(Evidence evidence, Optional<String> trouble) implements Outcome {}

    /** Nothing was investigated: what was asked for does not exist. */
    record Refused(String reason) implements Outcome {}
}
