package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Check;
import io.culprit.model.Diagnosis;
import io.culprit.model.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextReportTest {
    private static final Path EXPECTED = Path.of("src/test/resources/io/culprit/report");
    /** Overwrites what is expected by what is written; look at the difference: {@code -Dculprit.update=true}. */
    private static final boolean UPDATE = Boolean.getBoolean("culprit.update");

    private static final int HOSTILE = 400;

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void theOriginalCaseReadsAsInTheFile(int width) throws IOException {
        assertReads("original-case-" + width + ".txt", Sample.originalCase(), new Style(width, false, true));
    }

    @Test
    void everyQuestionIsListedWhenAskedFor() throws IOException {
        assertReads("every-question.txt", Sample.originalCase(), new Style(100, false, true, true));
    }

    @Test
    void aQuietHostReadsAsInTheFile() throws IOException {
        assertReads("quiet-host.txt", Sample.quiet(), Style.plain());
    }

    private static void assertReads(String name, Diagnosis d, Style style) throws IOException {
        String text = text(d, style);
        if (UPDATE) Files.writeString(EXPECTED.resolve(name), text);
        assertThat(EXPECTED.resolve(name)).content().isEqualTo(text);
    }

    @Test
    void aNarrowTerminalShowsTheSameWords() throws IOException {
        // A source that does not fit beside its fact is left out, so it is not compared.
        String wide = words(text(Sample.originalCase(), new Style(120, false, true)));

        for (int width : new int[] {40, 60, 80, 140})
            assertThat(words(text(Sample.originalCase(), new Style(width, false, true))))
                    .isEqualTo(wide);
    }

    private static String words(String text) {
        return text.replaceAll("\\[[^\\]]*]\n", "\n")
                .replaceAll("confidence \\w+", "")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d.*", "")
                .replaceAll("\\s+", " ");
    }

    @Test
    void coloursAddNothingButColour() throws IOException {
        String plain = text(Sample.originalCase(), new Style(100, false, true));
        String coloured = text(Sample.originalCase(), new Style(100, true, true));

        assertThat(coloured).contains("\u001b[1;31mCRITICAL\u001b[0m").contains("\u001b[1;33mWARNING\u001b[0m");
        assertThat(coloured.lines().map(Safe::withoutColours))
                .containsExactlyElementsOf(plain.lines().toList());
    }

    @Test
    void aCommandStaysOnOneLineSoThatItCanBeCopied() throws IOException {
        String text = text(Sample.originalCase(), new Style(50, false, true));

        for (Finding f : SampleAnswers.findings())
            for (String command : f.verify()) assertThat(text).contains("  " + command + "\n");
    }

    @Test
    void sameReasonsAreToldOnce() throws IOException {
        List<Check> checks = List.of(
                Check.unknown("kernel-messages", 12, "?", Sample.NO_KMSG),
                Check.unknown("oom-kills", 12, "?", Sample.NO_KMSG),
                Check.unknown("thermal", 13, "?", "a virtual machine"));

        String text = text(new Diagnosis(SampleEvidence.evidence(), List.of(), checks), new Style(140, false, true));

        assertThat(text)
                .contains("nothing found: 0 of 3 questions answered well, 3 without an answer\n")
                .contains("  not known    kernel messages, OOM kills: needs root or CAP_SYSLOG (EPERM)\n")
                .contains("               thermal: a virtual machine\n");
    }

    @Test
    void aLackIsToldBeforeWhatDoesNotExistHere() throws IOException {
        List<Check> checks = List.of(
                Check.unknown("cgroup-pids", 7, "?", "the process is in the root group, which has no limit"),
                Check.unknown("conntrack", 11, "?", "connection tracking is not loaded, or hidden: no"),
                Check.unknown("swap", 6, "?", "it broke"));

        assertThat(text(new Diagnosis(SampleEvidence.evidence(), List.of(), checks), Style.plain()))
                .contains("  not known    swap: it broke\n")
                .contains(
                        "               cgroup pids: the root group has no limit · conntrack: not loaded, or hidden\n");
    }

    @Test
    void ofManyReasonsTheLastAreOnlyCounted() throws IOException {
        List<Check> checks = IntStream.range(0, 64)
                .mapToObj(i -> Check.unknown("question-" + i, 1, "?", "reason " + i % 8))
                .toList();

        assertThat(text(new Diagnosis(SampleEvidence.evidence(), List.of(), checks), Style.plain()))
                .contains("question 4, question 12, question 20, question 28, question 36 and 3 more: reason 4\n")
                .contains("               and 25 more answers: --verbose\n")
                .doesNotContain("reason 5");
    }

    @Test
    void atMostFiveBadAnswersThatNoFindingTellsAreAlsoSeen() throws IOException {
        List<Check> checks = IntStream.range(0, 7)
                .mapToObj(
                        i -> Check.bad("question-" + i, 1, "?", i + 1 + " of 9, 0 lost; of which we say nothing here"))
                .toList();

        assertThat(text(new Diagnosis(SampleEvidence.evidence(), List.of(), checks), new Style(200, false, true)))
                .contains("  also seen    question 0 1 of 9 · question 1 2 of 9 · ")
                .contains(" · and 2 more: --verbose\n")
                .doesNotContain("question 5");
    }

    @Test
    void theLoadIsNewsOnlyWhereNobodyIsBlamedForIt() throws IOException {
        List<Check> checks = SampleAnswers.checks();

        assertThat(text(new Diagnosis(SampleEvidence.evidence(), List.of(), checks), Style.plain()))
                .contains("  also seen    load 13.34");
        assertThat(text(new Diagnosis(SampleEvidence.evidence(), SampleAnswers.findings(), checks), Style.plain()))
                .doesNotContain("also seen");
    }

    @Test
    void whatWasRuledOutIsReadInFourLines() throws IOException {
        List<String> lines = text(Sample.originalCase(), Style.plain()).lines().toList();
        int from = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("  ruled out"))
                .findFirst()
                .orElseThrow();

        assertThat(lines.subList(from, from + 5)).anyMatch(line -> line.startsWith("  not known"));
    }

    @Test
    void aBadAnswerThatAFindingTellsIsNotToldTwice() throws IOException {
        String text = text(Sample.originalCase(), Style.plain());

        assertThat(text).doesNotContain("also seen").doesNotContain("system calls 379 022");
    }

    @Test
    void whereNothingCouldBeReadItSaysSo() throws IOException {
        String text = text(new Diagnosis(Sample.nothingKnown(), List.of(), List.of()), Style.plain());

        assertThat(text)
                .startsWith("server1   up 13 days   12 CPUs  ")
                .contains("system calls were not traced")
                .contains("code paths: no")
                .doesNotContain("hottest");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T14:00:31Z, 2026-11-24 14:00:31 UTC",
        "2026-11-24T14:00:31.207948+01:00, 2026-11-24 14:00:31 +01:00",
        "2026-11-24T14:00:31, 2026-11-24 14:00:31",
        "yesterday, yesterday"
    })
    void theTimeKeepsItsOffset(String iso, String shown) {
        assertThat(HeadLine.time(iso)).isEqualTo(shown);
    }

    @Test
    void nothingHostileReachesTheTerminalWhateverTheDiagnosis() throws IOException {
        for (long seed = 0; seed < HOSTILE; seed++) {
            Random random = new Random(seed);
            Style style =
                    new Style(random.nextInt(200), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
            String text = text(new Hostile(seed).diagnosis(), style);
            for (String line : text.split("\n", -1)) {
                String bare = style.colour() ? Safe.withoutColours(line) : line;
                assertThat(bare).as("seed %d", seed).matches(Safe::line);
                if (!style.unicode()) assertThat(bare).as("seed %d", seed).matches("[ -~]*");
            }
        }
    }

    @Test
    void noLineIsWiderThanTheTerminalWhateverTheDiagnosis() throws IOException {
        for (long seed = 0; seed < HOSTILE; seed++) {
            Diagnosis d = new Hostile(seed).diagnosis();
            // Commands are not wrapped.
            List<Finding> findings =
                    d.findings().stream().map(TextReportTest::withoutCommands).toList();
            int width = 40 + new Random(seed).nextInt(120);
            String text = text(
                    new Diagnosis(d.evidence(), findings, d.checks()), new Style(width, false, true, seed % 2 == 0));
            assertThat(text.lines().filter(line -> Columns.of(line) > width || line.endsWith(" ")))
                    .as("seed %d, width %d", seed, width)
                    .isEmpty();
        }
    }

    @Test
    void textIsWrittenWhereJacksonDoesNotExist() throws Exception {
        URL[] ours = {home(TextReport.class), home(Sample.class), home(Diagnosis.class)};
        StringWriter out = new StringWriter();
        try (URLClassLoader alone = new URLClassLoader(ours, ClassLoader.getPlatformClassLoader())) {
            Object diagnosis = call(alone, Sample.class, "originalCase", List.of());
            Object style = call(alone, Style.class, "plain", List.of());
            call(alone, TextReport.class, "write", List.of(diagnosis, out, style));
        }
        assertThat(out.toString()).isEqualTo(text(Sample.originalCase(), Style.plain()));
    }

    private static URL home(Class<?> c) {
        return c.getProtectionDomain().getCodeSource().getLocation();
    }

    private static Object call(ClassLoader loader, Class<?> owner, String name, List<Object> arguments)
            throws ReflectiveOperationException {
        for (Method m : loader.loadClass(owner.getName()).getDeclaredMethods())
            if (m.getName().equals(name)) {
                m.setAccessible(true);
                Object result = m.invoke(null, arguments.toArray());
                return result == null ? name : result;
            }
        throw new NoSuchMethodException(name);
    }

    private static Finding withoutCommands(Finding f) {
        return new Finding(
                f.id(),
                f.variant(),
                f.severity(),
                f.confidence(),
                f.subject(),
                f.title(),
                f.cpus(),
                f.evidence(),
                List.of(),
                f.next());
    }

    private static String text(Diagnosis d, Style style) throws IOException {
        StringBuilder out = new StringBuilder();
        TextReport.write(d, out, style);
        return out.toString();
    }
}
