package io.culprit.report;

import io.culprit.model.Answer;
import io.culprit.model.Check;
import io.culprit.model.Diagnosis;
import io.culprit.model.evidence.CpuProfile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was asked: in short what was ruled out, or every question with its answer; and always what is not known. */
final class ChecksText {
    /** Between the items of an enumeration. */
    static final String AND = " \u00b7 ";

    private ChecksText() {}

    static void write(Diagnosis d, Page page) throws IOException {
        String hottest = Hottest.words(d.evidence().usage());
        if (!hottest.isEmpty()) page.labelled("hottest", Ink.NONE, hottest);
        if (page.all()) everyQuestion(d.checks(), page);
        else {
            enumerate("also seen", d.checks().stream().filter(c -> isNews(c, d)), page);
            enumerate("ruled out", d.checks().stream().filter(CheckWords::rulesOut), page);
        }
        unknown(d, page);
    }

    /** Bad, and not already told by a finding. */
    private static boolean isNews(Check check, Diagnosis d) {
        return check.status() == Check.Status.BAD
                && check.finding().stream()
                        .noneMatch(id -> d.findings().stream().anyMatch(f -> f.id().equals(id)));
    }

    private static void enumerate(String label, Stream<Check> checks, Page page) throws IOException {
        String words = checks.map(CheckWords::brief).collect(Collectors.joining(AND));
        if (!words.isEmpty()) page.labelled(label, Ink.NONE, words);
    }

    private static void unknown(Diagnosis d, Page page) throws IOException {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        if (!page.all())
            for (Check check : d.checks())
                if (check.status() == Check.Status.UNKNOWN) {
                    String reason = check.reason().orElse("no reason given");
                    byReason.merge(reason, List.of(CheckWords.name(check)), ChecksText::both);
                }
        switch (d.evidence().profile()) {
            case Answer.Known<CpuProfile>(CpuProfile p) -> {
                if (!p.symbolsHidden().isEmpty())
                    byReason.merge(p.symbolsHidden(), List.of("kernel function names"), ChecksText::both);
            }
            case Answer.Unavailable<CpuProfile>(String reason) ->
                byReason.merge(reason, List.of("code paths"), ChecksText::both);
        }
        String label = "not known";
        for (Map.Entry<String, List<String>> e : byReason.entrySet()) {
            page.labelled(label, Ink.NONE, String.join(", ", e.getValue()) + ": " + e.getKey());
            label = "";
        }
    }

    private static List<String> both(List<String> a, List<String> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
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
