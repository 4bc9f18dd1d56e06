package io.culprit.report.plot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culprit.model.recording.Plot;
import io.culprit.model.recording.RecordedProcess;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlPlotTest {
    static final String[] HOSTILE = {
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onload=\"alert(1)",
        "'; alert(1); //",
        "<!--<script>",
        "\u001b]0;owned\u0007\u001b[2J",
        "line\u2028paragraph\u2029end",
        "user\u202etxt.exe\u2066",
        "${name} `${alert(1)}` %s \\",
        "half \ud800 pair \udc00",
        "\u0000\r\n\t"
    };

    @Test
    void noHostileTextIsPartOfTheMarkup() throws Exception {
        UnpackedPage page = UnpackedPage.of(hostilePlot());
        String markup = page.html().replaceAll("(?s)<script>.*?</script>|<style>.*?</style>", "");
        for (String hostile : HOSTILE) assertThat(markup).doesNotContain(hostile);
        assertThat(markup).doesNotContain("<img").doesNotContain("\" onload");
        assertThat(page.html()).doesNotContain("\u2028", "\u2029", "\u202e", "\u2066", "\u001b", "\u0000", "\ud800");
    }

    @Test
    void whatAPageSaysOfItsLinesIsPlainAsciiWithoutMarkupOrControls() throws Exception {
        UnpackedPage.Data data = UnpackedPage.of(hostilePlot()).plots().getFirst();
        assertThat(data.json()).matches("[ -~]*").doesNotContain("<", ">", "&");
        String command = data.facts()
                .get("lines")
                .get(5)
                .get("processes")
                .get(0)
                .get("command")
                .asString();
        assertThat(command).isEqualTo("\\x1b]0;owned\\x07\\x1b[2J");
        assertThat(data.facts().get("lines").get(0).get("label").asString()).isEqualTo(HOSTILE[0]);
    }

    static Plot hostilePlot() {
        List<Plot.Line> lines = new ArrayList<>();
        for (int i = 0; i < HOSTILE.length; i++) {
            RecordedProcess process = ExamplePlots.process(100 + i, i, HOSTILE[i], HOSTILE[i]);
            lines.add(ExamplePlots.line(HOSTILE[i], process, 100 - i, 101 - i, 100 - i));
        }
        List<Plot.Mark> marks = List.of(new Plot.Mark(ExamplePlots.FROM + 1500, HOSTILE[0]));
        return new Plot(HOSTILE[0] + HOSTILE[2], HOSTILE[1], ExamplePlots.FROM, 1000, 3, lines, marks);
    }

    @Test
    void thePolicyAllowsTheScriptAndTheStyleOfThePageAndNothingElse() throws Exception {
        String html = UnpackedPage.of(ExamplePlots.memory(3, 10)).html();
        assertThat(html)
                .contains("content=\"default-src 'none'; script-src 'sha256-" + hash(html, "script")
                        + "'; style-src 'sha256-" + hash(html, "style")
                        + "'; img-src data:; base-uri 'none'; form-action 'none'\"");
        assertThat(html).doesNotContain("http:", "https:", "@import", "url(", " src=", " style=", "innerHTML", "eval(");
    }

    private static String hash(String html, String tag) throws Exception {
        Matcher matcher =
                Pattern.compile("(?s)<" + tag + ">(.*?)</" + tag + ">").matcher(html);
        assertThat(matcher.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(matcher.group(1).getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void everyElementOfThePageIsClosedAndTheScriptEndsWhereItShould() throws Exception {
        String html = UnpackedPage.of(hostilePlot(), hostilePlot()).html();
        assertThat(html).startsWith("<!DOCTYPE html>\n").endsWith("</html>\n");
        assertThat(count(html, "<script")).isEqualTo(3);
        assertThat(count(html, "</script")).isEqualTo(3);
        String markup = html.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "");
        for (String tag : List.of("html", "head", "body", "title", "div", "button", "section", "aside", "main", "p")) {
            assertThat(count(markup, "<" + tag + "[ >]")).as(tag).isEqualTo(count(markup, "</" + tag + ">"));
        }
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    @Test
    void valuesComeBackToThreeThousandthsOfAPercentAndSmallWholeNumbersExactly() throws Exception {
        Random random = new Random(1);
        int buckets = 500;
        float[] least = new float[buckets];
        float[] greatest = new float[buckets];
        for (int i = 0; i < buckets; i++) {
            float one = i % 2 == 0
                    ? random.nextInt(16384)
                    : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
            float other = i % 3 == 0 ? one : one + Math.abs(one) * random.nextFloat();
            least[i] = Math.min(one, other);
            greatest[i] = Math.max(one, other);
        }
        UnpackedPage.Data data =
                UnpackedPage.of(plotOf(least, greatest)).plots().getFirst();
        for (int i = 0; i < buckets; i++) {
            assertThat((double) data.least().getFirst()[i])
                    .isCloseTo(least[i], org.assertj.core.data.Offset.offset(Math.abs(least[i]) * 0.00007));
            assertThat((double) data.greatest().getFirst()[i])
                    .isCloseTo(greatest[i], org.assertj.core.data.Offset.offset(Math.abs(greatest[i]) * 0.00007));
            if (i % 2 == 0) assertThat(data.least().getFirst()[i]).isEqualTo(least[i]);
        }
    }

    @Test
    void whatIsNotANumberOrNotFiniteIsAGapAndSwappedBoundsArePutRight() throws Exception {
        float[] least = {
            1, Float.NaN, Float.NEGATIVE_INFINITY, 2, 9, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE
        };
        float[] greatest = {1, 5, 3, Float.POSITIVE_INFINITY, 4, 0, Float.MAX_VALUE, Float.MAX_VALUE, 1};
        UnpackedPage.Data data =
                UnpackedPage.of(plotOf(least, greatest)).plots().getFirst();
        float largest = data.least().getFirst()[6];
        assertThat(largest).isFinite().isGreaterThan(3.3e38f);
        float gap = Float.NaN;
        assertThat(data.least().getFirst()).containsExactly(1, gap, gap, gap, 4, 0, largest, -largest, 0);
        assertThat(data.greatest().getFirst()).containsExactly(1, gap, gap, gap, 9, 0, largest, largest, 1);
    }

    private static Plot plotOf(float[] least, float[] greatest) {
        RecordedProcess process = ExamplePlots.process(1, 2, "a", "a -b");
        Plot.Line line = new Plot.Line("a 1", List.of(process), least, greatest, 3);
        return new Plot("A", "bytes", ExamplePlots.FROM, 1000, least.length, List.of(line), List.of());
    }

    @Test
    void aPlotMayHoldNothingOrOnePointOrALineWithoutAnyValue() throws Exception {
        assertThat(UnpackedPage.of(new Plot("", "", 0, 1, 0, List.of(), List.of()))
                        .plots())
                .hasSize(1);
        assertThat(UnpackedPage.of(plotOf(new float[] {7}, new float[] {7}))
                        .plots()
                        .getFirst()
                        .greatest()
                        .getFirst())
                .containsExactly(7);
        Plot.Line none =
                new Plot.Line("nothing", List.of(), new float[] {Float.NaN}, new float[] {Float.NaN}, Double.NaN);
        UnpackedPage page = UnpackedPage.of(new Plot("", "", Long.MAX_VALUE, 1, 1, List.of(none), List.of()));
        assertThat(page.plots().getFirst().facts().get("lines").get(0).has("last"))
                .isFalse();
    }

    @Test
    void aThousandLinesOfAThousandBucketsFitIntoThreeMegabytesHoweverNoisyTheyAre() throws Exception {
        for (Plot plot : List.of(
                ExamplePlots.memory(1000, 1000), ExamplePlots.cpu(1000, 1000), ExamplePlots.descriptors(1000, 1000))) {
            UnpackedPage page = UnpackedPage.of(plot);
            assertThat(page.html().length()).isLessThan(3_000_000);
            assertThat(page.plots().getFirst().least()).hasSize(1000);
        }
    }

    @Test
    void twoThousandLinesComeInTheirOrder() throws Exception {
        Plot plot = ExamplePlots.memory(2000, 50);
        UnpackedPage.Data data = UnpackedPage.of(plot).plots().getFirst();
        for (int i = 0; i < 2000; i++) {
            assertThat(data.facts().get("lines").get(i).get("label").asString())
                    .isEqualTo(plot.lines().get(i).label());
        }
    }

    @Test
    void aLineOfManyProcessesSaysHowManyAndNamesTheFirst() throws Exception {
        List<RecordedProcess> many = Collections.nCopies(300, ExamplePlots.process(5, 6, "w", "w".repeat(100_000)));
        Plot.Line line = new Plot.Line("w", many, new float[] {1}, new float[] {1}, 1);
        UnpackedPage page = UnpackedPage.of(new Plot("W", "bytes", 0, 1, 1, List.of(line), List.of()));
        assertThat(page.plots()
                        .getFirst()
                        .facts()
                        .get("lines")
                        .get(0)
                        .get("count")
                        .asInt())
                .isEqualTo(300);
        assertThat(page.plots().getFirst().json().length()).isBetween(500, 10_000);
    }

    @Test
    void theSamePlotGivesTheSameBytesAndTheStreamStaysOpen() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        HtmlPlot.write(ExamplePlots.memory(20, 100), out);
        assertThat(out.toString(UTF_8))
                .isEqualTo(UnpackedPage.of(ExamplePlots.memory(20, 100)).html());
    }

    @Test
    void refusesNoPlotsAndALineThatDoesNotFitItsPlot() {
        assertThatThrownBy(() -> HtmlPlot.write(List.of(), new ByteArrayOutputStream()))
                .isInstanceOf(IllegalArgumentException.class);
        Plot.Line line = new Plot.Line("a", List.of(), new float[] {1, 2}, new float[] {1}, 1);
        Plot plot = new Plot("A", "bytes", 0, 1, 2, List.of(line), List.of());
        assertThatThrownBy(() -> HtmlPlot.write(plot, new ByteArrayOutputStream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a line of 2 and 1 values in a plot of 2 buckets");
    }
}
