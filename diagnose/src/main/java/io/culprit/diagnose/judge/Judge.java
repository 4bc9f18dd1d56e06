package io.culprit.diagnose.judge;

import io.culprit.model.Finding;
import io.culprit.model.evidence.Evidence;
import java.util.List;

/** A pure function from evidence to findings. Its class name is a noun phrase for what it detects. */
public interface Judge {
    /** Of the findings that it makes; stable, scripts rely on it. */
    String id();

    /** When it fires, in one line for the catalogue in the docs, thresholds included. */
    String condition();

    /** The kinds of findings that it tells apart; empty when it knows one only. */
    default List<Variant> variants() {
        return List.of();
    }

    /** @param when what makes a finding this variant, for the catalogue */
    record Variant(String name, String when) {}

    /** What a person should do about it, one sentence for the catalogue. */
    String advice();

    /** Findings, worst first; empty when the evidence shows nothing or is unavailable. */
    List<Finding> judge(Evidence evidence);
}
