package io.culprit.report;

import io.culprit.model.Check;
import io.culprit.model.Diagnosis;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was asked: in short what was ruled out, or every question with its answer; and always what is not known. */
final class ChecksText {
    /** Between the items of an enumeration. */
    static final String AND = " \u00b7 ";

    private ChecksText() {}

    static void write(Diagnosis d, Page page) throws IOException {
        told("hottest", Hottest.words(d.evidence().usage()), page);
        if (page.all()) everyQuestion(d.checks(), page);
        else {
            told("also seen", AlsoSeen.words(d), page);
            told("ruled out", RuledOut.words(d.checks()), page);
        }
        String label = "not known";
        for (String line : page.all() ? profile(d) : NotKnown.lines(d)) {
            page.labelled(label, Ink.NONE, line);
            label = "";
        }
    }

    private static void told(String label, String words, Page page) throws IOException {
        if (!words.isEmpty()) page.labelled(label, Ink.NONE, words);
    }

    private static List<String> profile(Diagnosis d) {
        return NotKnown.profile(d).entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
    }

    private static void everyQuestion(List<Check> checks, Page page) throws IOException {
        page.blank();
        for (Check check : checks) {
            String status = check.status().name().toLowerCase(Locale.ROOT);
            String step =
                    " ".repeat(Math.max(1, 3 - String.valueOf(check.step()).length())) + check.step() + "  ";
            String gap = " ".repeat(Math.max(2, Page.TEXT_COLUMN - step.length() - status.length()));
            int room = page.columns() - step.length() - status.length() - gap.length();
            String left = step + page.ink(ink(check.status()), status) + gap;
            for (String line : Paragraph.wrap(page.safe(check.question()), room, page.columns() - Page.TEXT_COLUMN)) {
                page.line(left + page.ink(Ink.DIM, line));
                left = " ".repeat(Page.TEXT_COLUMN);
            }
            Optional<String> answer = check.summary().or(check::reason);
            page.paragraph(Page.TEXT_COLUMN, Ink.NONE, answer.orElse("no answer"));
        }
        page.blank();
    }

    private static Ink ink(Check.Status status) {
        return switch (status) {
            case OK -> Ink.GREEN;
            case BAD -> Ink.RED;
            case UNKNOWN -> Ink.YELLOW;
        };
    }
}
