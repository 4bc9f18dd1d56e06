package io.culprit.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.culprit.model.recording.Plot;
import io.culprit.report.Style;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PicturesTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final String HOSTILE =
            "x</title><script>alert(1)</script>\u001b[2J\n\"'&\u0000\ud800\u202e\ufffe]]>" + "y".repeat(5000);
    private static final int RED = 0xd7263d;

    @Test
    void theSvgIsWellFormedAndNamesTheLineThatRises() throws Exception {
        Document svg = parsed(svg(SamplePlot.fiveDays()));

        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThan(20);
        assertThat(svg.getDocumentElement().getTextContent())
                .contains(SamplePlot.LEAKER, "an hour", "spike: load 18.2", "and 394 others", "Sat 21 Nov");
    }

    @Test
    void nothingThatAProcessCallsItselfBecomesMarkupOrAnEscape() throws Exception {
        Plot plain = SamplePlot.of(3, 100, 60_000);
        Plot.Line line = SamplePlot.flat(HOSTILE, 100, 5e9f);
        Plot plot = new Plot(
                HOSTILE,
                HOSTILE,
                plain.fromMillis(),
                60_000,
                100,
                List.of(line),
                List.of(new Plot.Mark(plain.fromMillis() + 60_000, HOSTILE)));

        String svg = svg(plot);
        assertThat(parsed(svg).getElementsByTagName("script").getLength()).isZero();
        assertThat(svg).doesNotContain("<script", "\u001b", "\u202e", "\u0000").hasSizeLessThan(30_000);
        assertThatCode(() -> png(plot)).doesNotThrowAnyException();
        assertThat(term(plot, new Style(100, false, false))).matches("[ -~\n]+");
        assertThat(term(plot, new Style(100, false, true))).doesNotContain("\u001b", "\u202e", "\u0000");
    }

    @Test
    void twoThousandRestlessLinesMakeAFileThatABrowserStillOpens() throws IOException {
        Random random = new Random(1);
        Plot.Line[] lines = new Plot.Line[2000];
        for (int l = 0; l < lines.length; l++) {
            float[] least = new float[1000];
            float[] greatest = new float[1000];
            for (int i = 0; i < least.length; i++) {
                least[i] = random.nextFloat();
                greatest[i] = least[i] + random.nextFloat();
            }
            lines[l] = SamplePlot.line("p" + l, least, greatest);
        }

        assertThat(svg(SamplePlot.with(lines)).length()).isLessThan(6_000_000);
    }

    @Test
    void thePngIsAPictureInWhichTheRisingLineIsRed() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png(SamplePlot.fiveDays())));

        assertThat(image.getWidth()).isEqualTo(2400);
        assertThat(image.getHeight()).isEqualTo(1200);
        int left = redInColumn(image, 200);
        int right = redInColumn(image, 1900);
        assertThat(left).isGreaterThan(0);
        assertThat(right).isGreaterThan(0).isLessThan(left);
    }

    /** @return the row, 0 for none */
    private static int redInColumn(BufferedImage image, int x) {
        for (int y = 0; y < image.getHeight(); y++) if ((image.getRGB(x, y) & 0xffffff) == RED) return y;
        return 0;
    }

    @Test
    void everyLetterOfAsciiCanBeSeen() {
        for (char c = '!'; c <= '~'; c++) {
            Raster raster = new Raster(40, 40);
            StrokeFont.draw(raster, 10, 28, 20, false, 0xffffff, String.valueOf(c));
            int lit = 0;
            for (int y = 0; y < 40; y++) for (int x = 0; x < 40; x++) lit += raster.pixel(x, y) != 0 ? 1 : 0;
            assertThat(lit).as("letter %s", c).isGreaterThan(2);
        }
    }

    @Test
    void theTerminalShowsTheRisingLineAsAFromTheBottomLeftToTheTopRight() throws IOException {
        List<String> rows = term(SamplePlot.fiveDays(), new Style(100, false, false))
                .lines()
                .filter(l -> l.length() > 10 && (l.charAt(10) == '|' || l.charAt(10) == '+'))
                .toList();
        int[] columns = rows.stream()
                .mapToInt(r -> r.substring(0, Math.min(98, r.length())).indexOf("AAA"))
                .filter(c -> c >= 0)
                .toArray();

        assertThat(columns).hasSizeGreaterThan(10).isSortedAccordingTo((a, b) -> Integer.compare(b, a));
        assertThat(term(SamplePlot.fiveDays(), new Style(100, false, true)))
                .contains("A networkingd 18354", "rises, +5.33 MiB an hour", "394 others", "^ Fri 20 Nov 15:00 spike");
    }

    @Test
    void aLineThatWasMuchHigherSaysHowHigh() throws IOException {
        float[] values = new float[100];
        Arrays.fill(values, 1 << 20);
        values[50] = 500 << 20;
        Plot plot = SamplePlot.with(SamplePlot.line("spiker", values, values));

        assertThat(term(plot, Style.plain())).contains("A spiker", "1 MiB   at most 500 MiB");
        assertThat(svg(plot)).contains("1 MiB, at most 500 MiB");
    }

    @Test
    void noLineOfTheTerminalIsWiderThanTheTerminal() throws IOException {
        for (int width : new int[] {20, 40, 80, 133, 500})
            assertThat(term(SamplePlot.fiveDays(), new Style(width, false, true))
                            .lines())
                    .allMatch(l -> l.length() <= Math.clamp(width, 40, 200));
    }

    @Test
    void coloursAreClosedOnTheLineWhereTheyBegin() throws IOException {
        String text = term(SamplePlot.fiveDays(), new Style(100, true, true));

        assertThat(text).contains("\u001b[1;31m");
        assertThat(text.lines())
                .allMatch(l -> l.split("\u001b\\[0m", -1).length - 1 == l.split("\u001b\\[[1-9]", -1).length - 1);
    }

    @Test
    void aPlotWithoutLinesOrWithoutValuesSaysSo() throws IOException {
        Plot none = SamplePlot.with();
        float[] empty = new float[50];
        Arrays.fill(empty, Float.NaN);
        Plot unknown = SamplePlot.with(SamplePlot.line("a", empty, empty));

        assertThat(term(none, Style.plain())).contains("no values");
        assertThat(svg(none)).contains("no values");
        for (Plot plot : List.of(none, unknown)) {
            assertThatCode(() -> png(plot)).doesNotThrowAnyException();
            assertThatCode(() -> svg(plot)).doesNotThrowAnyException();
            assertThatCode(() -> term(plot, Style.plain())).doesNotThrowAnyException();
        }
    }

    private static String svg(Plot plot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SvgPlot.write(plot, ZONE, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] png(Plot plot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PngPlot.write(plot, ZONE, out);
        return out.toByteArray();
    }

    private static String term(Plot plot, Style style) throws IOException {
        StringBuilder out = new StringBuilder();
        TermPlot.write(plot, ZONE, out, style);
        return out.toString();
    }

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
