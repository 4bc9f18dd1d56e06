package io.culprit.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.check.Question;
import io.culprit.diagnose.check.Questions;
import io.culprit.diagnose.judge.Judge;
import io.culprit.diagnose.judge.Judges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the catalogue are written by the judges and the questions themselves, and must not drift from them. */
class CatalogueTest {
    private static final String WRITE = "mvn -q verify -pl model,kernel,diagnose -Dtest=CatalogueTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dculprit.docs.write=true";

    private static final List<String> STEPS = List.of(
            "Load",
            "Consumers",
            "System calls",
            "The descriptor",
            "The socket",
            "Memory",
            "Limits",
            "Memory of the protocols",
            "Orphans",
            "Socket states",
            "Network stack",
            "Kernel messages",
            "The host");

    @Test
    void thePageOfFindingsSaysWhatTheJudgesSay() throws IOException {
        compare("findings.md", findings());
    }

    @Test
    void thePageOfChecksSaysWhatTheQuestionsSay() throws IOException {
        compare("checks.md", checks());
    }

    private static void compare(String name, String expected) throws IOException {
        Path page = Path.of("..", "docs", name).toAbsolutePath().normalize();
        if (Boolean.getBoolean("culprit.docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, expected);
        }
        assertThat(page).as("write it with: " + WRITE).exists();
        assertThat(Files.readString(page))
                .as("docs/" + name + " has drifted; write it anew with: " + WRITE)
                .isEqualTo(expected);
    }

    private static String findings() {
        StringBuilder page = new StringBuilder("""
                # What Culprit can find

                One section for each judge: the stable `id` of its findings, when it fires, its variants, and what to do then.
                Written by the judges themselves; a test fails when this page differs from them.

                """);
        for (Judge j : Judges.all())
            page.append("- [").append(j.id()).append("](#").append(j.id()).append(")\n");
        for (Judge j : Judges.all()) {
            page.append("\n## ").append(j.id()).append("\n\n");
            page.append("**When:** ").append(j.condition()).append(".\n\n");
            for (Judge.Variant v : j.variants())
                page.append("- `")
                        .append(v.name())
                        .append("`: ")
                        .append(v.when())
                        .append("\n");
            if (!j.variants().isEmpty()) page.append('\n');
            page.append("**Next:** ").append(j.advice()).append('\n');
        }
        return page.toString();
    }

    private static String checks() {
        StringBuilder page = new StringBuilder("""
                # What Culprit asks

                Every question of the method, in its order. Each is answered `ok`, `bad`, or `unknown` with the reason.
                It is bad when one of the findings named is made, or when its figures alone are bad.
                Written by the questions themselves; a test fails when this page differs from them.
                """);
        Map<Integer, List<Question>> bySteps = Questions.all().stream().collect(Collectors.groupingBy(Question::step));
        for (int step = 1; step <= STEPS.size(); step++) {
            page.append("\n## ")
                    .append(step)
                    .append(". ")
                    .append(STEPS.get(step - 1))
                    .append("\n\n");
            page.append("| id | question | bad with the finding |\n|---|---|---|\n");
            for (Question q : bySteps.getOrDefault(step, List.of()))
                page.append("| `")
                        .append(q.id())
                        .append("` | ")
                        .append(q.text())
                        .append(" | ")
                        .append(q.findings().stream()
                                .sorted()
                                .map(f -> "`" + f + "`")
                                .collect(Collectors.joining(", ")))
                        .append(" |\n");
        }
        return page.toString();
    }

    @Test
    void questionsNameOnlyFindingsThatJudgesMake() {
        List<String> ids = Judges.all().stream()
                .flatMap(j ->
                        Stream.concat(Stream.of(j.id()), j.variants().stream().map(v -> j.id() + "/" + v.name())))
                .toList();
        for (Question q : Questions.all()) assertThat(ids).as(q.id()).containsAll(q.findings());
    }

    @Test
    void everyFindingMakesSomeAnswerBad() {
        List<String> named = Questions.all().stream()
                .flatMap(q -> q.findings().stream())
                .map(f -> f.replaceAll("/.*", ""))
                .toList();
        assertThat(named).containsAll(Judges.all().stream().map(Judge::id).toList());
    }
}
