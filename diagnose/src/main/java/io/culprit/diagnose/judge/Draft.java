package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Fact;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A finding in the making. Its next step is the judge's advice unless a better one is known. */
final class Draft {
    private final Judge judge;
    private final Severity severity;
    private final Confidence confidence;
    private final Subject subject;
    private final String title;
    private final List<Fact> facts = new ArrayList<>();
    private final List<String> verify = new ArrayList<>();
    private Optional<String> variant = Optional.empty();
    private double cpus;
    private String next;

    Draft(Judge judge, Severity severity, Confidence confidence, Subject subject, String title) {
        this.judge = judge;
        this.severity = severity;
        this.confidence = confidence;
        this.subject = subject;
        this.title = title;
        this.next = judge.advice();
    }

    Draft variant(String name) {
        variant = Optional.of(name);
        return this;
    }

    Draft cpus(double value) {
        cpus = Double.isFinite(value) ? value : 0; // findings are ordered by it
        return this;
    }

    Draft fact(String source, String text) {
        facts.add(new Fact(text.isBlank() ? "(empty)" : text, source));
        return this;
    }

    Draft factIf(boolean when, String source, String text) {
        return when ? fact(source, text) : this;
    }

    Draft verify(String command) {
        verify.add(command);
        return this;
    }

    Draft next(String sentence) {
        next = sentence;
        return this;
    }

    Finding finding() {
        return new Finding(judge.id(), variant, severity, confidence, subject, title, cpus, facts, verify, next);
    }
}
