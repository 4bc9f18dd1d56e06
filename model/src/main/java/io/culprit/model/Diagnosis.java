package io.culprit.model;

import io.culprit.model.evidence.Evidence;
import java.util.List;

/**
 * The whole answer of one investigation.
 *
 * @param findings worst first
 * @param checks in the order of the method
 */
public record Diagnosis(Evidence evidence, List<Finding> findings, List<Check> checks) {

    public Diagnosis {
        findings = List.copyOf(findings);
        checks = List.copyOf(checks);
    }
}
