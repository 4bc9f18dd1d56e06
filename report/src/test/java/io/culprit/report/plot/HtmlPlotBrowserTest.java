package io.culprit.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Plot;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, with a real mouse; skipped where there is none. */
class HtmlPlotBrowserTest {
    @TempDir
    static Path folder;

    private static Browser browser;
    private static String busy;

    @BeforeAll
    static void open() throws Exception {
        Optional<Path> chromium = Browser.find();
        Assumptions.assumeTrue(
                chromium.isPresent(), "no browser: install the package chromium, or name one in CULPRIT_CHROMIUM");
        browser = new Browser(chromium.orElseThrow(), 1280, 800);
        busy = page("busy.html", ExamplePlots.memory(1000, 1000), ExamplePlots.cpu(1000, 1000));
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) browser.close();
    }

    @AfterEach
    void nothingComplained() {
        assertThat(browser.complaints).isEmpty();
    }

    static String page(String name, Plot... plots) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            HtmlPlot.write(List.of(plots), out);
        }
        return file.toUri().toString();
    }

    @Test
    void drawsAThousandLinesAndTheOneThatOnlyRisesInTheLeadingColour() throws Exception {
        browser.go(busy);
        JsonNode mark = browser.ask("performance.getEntriesByName('culprit-first-frame')[0].startTime");
        System.out.printf("first drawn frame of 1000 lines after %.0f ms%n", mark.asDouble());
        assertThat(browser.ask(INKED).asInt()).isGreaterThan(50_000);
        assertThat(browser.ask(LEAK_PIXELS + ".length").asInt()).isGreaterThan(300);
        assertThat(text("#sum")).startsWith("1,000 of 1,000 lines drawn");
        assertThat(text("#title")).isEqualTo("Resident memory of all processes");
    }

    @Test
    void tellsTheLineUnderThePointer() throws Exception {
        browser.go(busy);
        hoverTheLeak();
        assertThat(text("#tip .name")).isEqualTo(ExamplePlots.LEAK);
        assertThat(text("#tip .value")).contains("MiB");
        assertThat(text("#tip .dim")).startsWith("pid 18354 · /usr/sbin/networkingd · networkingd.service");
        assertThat(text("#tip .command")).startsWith("/usr/sbin/networkingd --config");
    }

    @Test
    void aClickShowsTheLineAloneAndEscapeAllAgain() throws Exception {
        browser.go(busy);
        JsonNode at = hoverTheLeak();
        browser.click(at.get(0).asDouble(), at.get(1).asDouble(), 1);
        browser.await("document.querySelector('#sum').textContent.startsWith('1 of 1,000')");
        browser.await("location.hash === '#p=18354-" + ExamplePlots.LEAK_START + "'");
        assertThat(browser.ask(INKED).asInt()).isBetween(500, 60_000);
        browser.key("Escape");
        browser.await("document.querySelector('#sum').textContent.startsWith('1,000 of 1,000')");
    }

    @Test
    void theFilterAndOnlyWhatRisesNarrowTheListAndThePlot() throws Exception {
        browser.go(busy);
        browser.ask("document.querySelector('#filter').focus()");
        for (String letter : List.of("r", "e", "d", "i", "s", "-")) browser.key(letter);
        browser.await("document.querySelector('#sum').textContent.startsWith('100 of 1,000')");
        assertThat(text(".row .who b")).startsWith("redis-server");
        browser.key("Escape");
        browser.ask(
                "(document.querySelector('#filter').value = '', document.querySelector('#filter').dispatchEvent(new Event('input')))");
        browser.ask("document.querySelector('#rising').click()");
        browser.await("document.querySelector('.row:not([hidden]) b').textContent === '" + ExamplePlots.LEAK + "'");
        assertThat(browser.ask("document.querySelectorAll('.row:not([hidden])').length")
                        .asInt())
                .isLessThan(10);
    }

    @Test
    void aRowsSwatchHidesItsLineAndTheHeadsSort() throws Exception {
        browser.go(busy);
        String first = text(".row .who b");
        browser.ask("document.querySelector('.row .swatch').click()");
        browser.await("document.querySelector('#sum').textContent.startsWith('999 of 1,000')");
        assertThat(browser.ask("document.querySelector('.row').classList.contains('off')")
                        .asBoolean())
                .isTrue();
        browser.ask("document.querySelector('[data-sort=growth]').click()");
        browser.await("document.querySelector('.row .who b').textContent === '" + ExamplePlots.LEAK + "'");
        assertThat(first).isNotEqualTo(ExamplePlots.LEAK);
    }

    @Test
    void wheelAndDragZoomAndADoubleClickShowsTheWholeAgain() throws Exception {
        browser.go(busy);
        String whole = text("#about");
        browser.mouse("mouseWheel", 400, 400, Map.of("deltaX", 0, "deltaY", -400));
        browser.await("document.querySelector('#about').textContent !== " + quoted(whole));
        String wheeled = text("#about");
        browser.mouse("mousePressed", 300, 400, Map.of("button", "left", "clickCount", 1));
        browser.mouse("mouseMoved", 500, 410, Map.of("button", "left", "buttons", 1));
        browser.mouse("mouseReleased", 500, 410, Map.of("button", "left", "clickCount", 1));
        browser.await("document.querySelector('#about').textContent !== " + quoted(wheeled));
        browser.await("/r=\\d+\\.\\.\\d+/.test(location.hash)");
        assertThat(browser.ask(INKED).asInt()).isGreaterThan(10_000);
        browser.click(400, 300, 2);
        browser.await("document.querySelector('#about').textContent === " + quoted(whole));
    }

    @Test
    void aLinkBringsTheViewBack() throws Exception {
        long from = ExamplePlots.FROM + ExamplePlots.SPAN / 5;
        browser.go(busy + "#m=0&p=18354-" + ExamplePlots.LEAK_START + "&r=" + from + ".." + (from + 36_000_000)
                + "&log=1&f=netw&sort=max");
        assertThat(text("#about")).contains("10\u00a0h");
        assertThat(text("#sum")).startsWith("1 of 1,000");
        assertThat(browser.ask("document.querySelector('#filter').value").asString())
                .isEqualTo("netw");
        assertThat(browser.ask("document.querySelector('#log').getAttribute('aria-pressed')")
                        .asString())
                .isEqualTo("true");
        assertThat(browser.ask("document.querySelector('[data-sort=max]').getAttribute('aria-pressed')")
                        .asString())
                .isEqualTo("true");
        browser.await("location.hash.includes('p=18354-') && location.hash.includes('r=" + from
                + "') && location.hash.includes('log=1')");
    }

    @Test
    void nonsenseInALinkIsLeftOut() throws Exception {
        browser.go(busy + "#m=77&p=%3Cscript%3E&r=9..1&y=a..b&sort=x&hide=&%E0%A4%A");
        assertThat(text("#about")).contains("5\u00a0d");
        assertThat(text("#sum")).startsWith("The chosen process is not in this plot. 1,000 of 1,000");
    }

    @Test
    void theTabsShowTheOtherPlot() throws Exception {
        browser.go(busy);
        browser.ask("document.querySelector('#metrics').children[1].click()");
        browser.await("document.querySelector('#title').textContent === 'CPU of all processes'");
        browser.await("document.querySelector('.row .figure').textContent.endsWith('%')");
        assertThat(browser.ask(INKED).asInt()).isGreaterThan(50_000);
    }

    @Test
    void theKeyboardAloneReachesALine() throws Exception {
        browser.go(busy);
        browser.ask("document.querySelector('#list').focus()");
        browser.key("ArrowDown");
        browser.key("ArrowDown");
        browser.await("document.querySelector('#spoken').textContent.includes('last')");
        browser.key("Enter");
        browser.await("document.querySelector('#sum').textContent.startsWith('1 of 1,000')");
    }

    @Test
    void timesAreThoseOfTheReader() throws Exception {
        browser.send("Emulation.setTimezoneOverride", Map.of("timezoneId", "Asia/Kolkata"));
        browser.go(busy);
        assertThat(text("#about"))
                .startsWith("Mon 24 Nov 05:30 – Sat 29 Nov 05:30")
                .containsPattern("Asia/(Kolkata|Calcutta)$");
        browser.send("Emulation.setTimezoneOverride", Map.of("timezoneId", ""));
    }

    @Test
    void aFileThatWasCutOffSaysSo() throws Exception {
        Path file = folder.resolve("cut.html");
        page("cut.html", ExamplePlots.memory(20, 100));
        String html = Files.readString(file);
        int middle = html.indexOf("class=\"plot\"") + 2000;
        Files.writeString(file, html.substring(0, middle) + html.substring(html.indexOf("</script>", middle)));
        browser.send("Page.navigate", Map.of("url", file.toUri().toString()));
        browser.await("document.querySelector('#nothing')?.textContent.startsWith('This file is damaged')");
    }

    @Test
    void paperIsWhiteWhateverTheScreenIs() throws Exception {
        List<Map<String, String>> dark = List.of(Map.of("name", "prefers-color-scheme", "value", "dark"));
        browser.send("Emulation.setEmulatedMedia", Map.of("features", dark));
        browser.go(busy);
        assertThat(browser.ask(LEAK_PIXELS + ".length").asInt())
                .as("in the colours of a dark screen")
                .isZero();
        browser.ask("dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.ask(LEAK_PIXELS + ".length").asInt()).isGreaterThan(300);
        browser.await("document.querySelector('.printed').naturalWidth > 500");
        browser.ask("dispatchEvent(new Event('afterprint'))");
        browser.await("document.querySelectorAll('.printed').length === 0 && " + LEAK_PIXELS + ".length === 0");
        browser.send("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    @Test
    void hostileNamesAreInert() throws Exception {
        browser.go(page("hostile.html", HtmlPlotTest.hostilePlot()));
        assertThat(browser.ask("document.scripts.length").asInt()).isEqualTo(2);
        assertThat(browser.ask("document.querySelectorAll('img').length").asInt())
                .isZero();
        assertThat(text(".row .who b")).isEqualTo(HtmlPlotTest.HOSTILE[0]);
        assertThat(text("#title")).isEqualTo(HtmlPlotTest.HOSTILE[0] + HtmlPlotTest.HOSTILE[2]);
        assertThat(browser.ask("document.title").asString())
                .isEqualTo(HtmlPlotTest.HOSTILE[0] + HtmlPlotTest.HOSTILE[2]);
        browser.ask("document.querySelector('.row .copy').click()");
        browser.await("location.href.length > 0");
    }

    @Test
    void plotsOfLittleAreDrawnToo() throws Exception {
        Plot empty = new Plot("Nothing", "bytes", ExamplePlots.FROM, 1000, 0, List.of(), List.of());
        browser.go(page("empty.html", empty));
        assertThat(text("#nothing")).isEqualTo("Nothing was recorded in this time.");
        Plot one = ExamplePlots.plot(
                "One", "sockets", 1, List.of(ExamplePlots.line("a 1", ExamplePlots.process(1, 1, "a", "a"), 4)));
        browser.go(page("one.html", one) + "#log=1");
        assertThat(text("#sum")).isEqualTo("1 of 1 lines drawn · 1 last to the end, sum 4");
        float nan = Float.NaN;
        Plot three = ExamplePlots.plot(
                "Three",
                "bytes",
                4,
                List.of(
                        ExamplePlots.line("a 1", ExamplePlots.process(1, 1, "a", "a"), 4, nan, 4, 4),
                        ExamplePlots.line("b 2", ExamplePlots.process(2, 1, "b", "b"), nan, nan, nan, nan),
                        ExamplePlots.line(
                                "c 3", ExamplePlots.process(3, 1, "c", "c"), -5, 0, Float.POSITIVE_INFINITY, 2)));
        browser.go(page("three.html", three));
        assertThat(text("#sum")).startsWith("3 of 3 lines drawn · 2 last");
    }

    /** A copy, since a canvas that is read often warns of it. */
    private static final String READ = "const c = document.querySelector('#lines'), b = c.getBoundingClientRect();"
            + " const o = new OffscreenCanvas(c.width, c.height).getContext('2d', {willReadFrequently: true});"
            + " o.drawImage(c, 0, 0); const d = o.getImageData(0, 0, c.width, c.height).data;";

    /** How many pixels of the plot are not blank. */
    private static final String INKED =
            "(() => {" + READ + " return new Uint32Array(d.buffer).reduce((n, p) => n + (p !== 0), 0); })()";

    /** Places of the leading colour right of the axis and left of the names, in the page's pixels. */
    private static final String LEAK_PIXELS = "(() => {" + READ + " const found = [];"
            + " for (let x = 90; x < c.width * 0.7; x++) for (let y = 30; y < c.height - 50; y++) {"
            + " const i = 4 * (y * c.width + x);"
            + " if (d[i] === 0xd5 && d[i + 1] === 0x5e && d[i + 2] === 0) found.push([b.left + x, b.top + y]); }"
            + " return found; })()";

    private static JsonNode hoverTheLeak() throws Exception {
        JsonNode at = browser.ask("(p => p[Math.floor(p.length / 2)])(" + LEAK_PIXELS + ")");
        browser.mouse("mouseMoved", at.get(0).asDouble(), at.get(1).asDouble(), Map.of());
        browser.await("!document.querySelector('#tip').hidden");
        return at;
    }

    private static String text(String selector) throws Exception {
        return browser.ask("document.querySelector(" + quoted(selector) + ").textContent")
                .asString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
