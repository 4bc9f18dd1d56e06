package io.culprit.diagnose;

import io.culprit.diagnose.check.Questions;
import io.culprit.diagnose.judge.Judges;
import io.culprit.model.Diagnosis;
import io.culprit.model.Finding;
import io.culprit.model.evidence.Evidence;
import java.util.List;

/** From evidence to the whole answer: pure, so saved evidence gives the same answer as on the day. */
public final class Judgement {
    private Judgement() {}

    public static Diagnosis of(Evidence evidence) {
        List<Finding> findings = Judges.findings(evidence);
        return new Diagnosis(evidence, findings, Questions.answers(evidence, findings));
    }
}
