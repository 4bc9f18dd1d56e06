package io.culprit.diagnose.check;

import io.culprit.model.Check;
import io.culprit.model.Finding;
import io.culprit.model.evidence.Evidence;
import java.util.List;
import java.util.Set;

/** One question of the method. */
public interface Question {
    /** Of the check; stable, scripts rely on it. */
    String id();

    /** Which step of the method it belongs to, 1 to 13. */
    int step();

    /** As a person would ask it. */
    String text();

    /** Ids of the findings, or {@code id/variant}, with which the answer is bad. */
    Set<String> findings();

    /** @param findings all that the judges concluded from the same evidence */
    Check answer(Evidence evidence, List<Finding> findings);
}
