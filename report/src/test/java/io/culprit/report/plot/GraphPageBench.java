package io.culprit.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Plot;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Measures the page; {@code bench/graph-page.sh} runs it, the tests do not. */
class GraphPageBench {
    private static final int LINES = Integer.getInteger("culprit.lines", 1000);
    private static final int BUCKETS = Integer.getInteger("culprit.buckets", 1000);
    private static final int ROUNDS = Integer.getInteger("culprit.rounds", 7);

    /** Before the page's own script: adds up what its frames cost. */
    private static final String WATCH = """
            window.spent = 0;
            const request = requestAnimationFrame;
            window.requestAnimationFrame = work => request(time => {
              const begin = performance.now();
              work(time);
              window.spent += performance.now() - begin;
            });""";

    /** The script's work for one event and the frame after it, without the wait for that frame: many, in milliseconds. */
    private static final String FRAMES = """
            (async () => {
              const over = document.querySelector('#over'), box = over.getBoundingClientRect(), times = [];
              const twoFrames = () => new Promise(done => request(() => request(done)));
              for (let i = 0; i < 40; i++) {
                const x = box.left + 100 + i * 7 % (box.width - 300), y = box.top + 60 + i * 11 % (box.height - 150);
                const spent = window.spent, from = performance.now();
                over.dispatchEvent(EVENT);
                const handled = performance.now() - from;
                await twoFrames();
                times.push(handled + window.spent - spent);
              }
              return times;
            })()""";

    private static final String HOVER = "new PointerEvent('pointermove', {clientX: x, clientY: y})";
    private static final String ZOOM =
            "new WheelEvent('wheel', {clientX: x, clientY: y, deltaY: i % 20 < 10 ? -120 : 120})";
    private static final String PAN =
            "new WheelEvent('wheel', {clientX: x, clientY: y, deltaX: i % 20 < 10 ? -60 : 60})";

    @TempDir
    Path folder;

    @Test
    void measures() throws Exception {
        Path chromium = Browser.find().orElseThrow();
        Map<String, List<Plot>> pages = new TreeMap<>(Map.of(
                "memory", List.of(ExamplePlots.memory(LINES, BUCKETS)),
                "cpu, noise", List.of(ExamplePlots.cpu(LINES, BUCKETS)),
                "descriptors", List.of(ExamplePlots.descriptors(LINES, BUCKETS))));
        System.out.println(
                "bench| page | bytes | written | first frame | hover, median | 99 % | zoom, median | 99 % | pan, median | 99 % |");
        System.out.println("bench|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (Map.Entry<String, List<Plot>> page : pages.entrySet()) row(chromium, page.getKey(), page.getValue());
    }

    private void row(Path chromium, String name, List<Plot> plots) throws Exception {
        Path file = folder.resolve("page.html");
        List<Double> written = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            try (OutputStream out = Files.newOutputStream(file)) {
                HtmlPlot.write(plots, out);
            }
            written.add((System.nanoTime() - begin) / 1e6);
        }
        List<Double> first = new ArrayList<>();
        List<Double> hover = new ArrayList<>();
        List<Double> zoom = new ArrayList<>();
        List<Double> pan = new ArrayList<>();
        try (Browser browser = new Browser(chromium, 1600, 900)) {
            browser.send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
            for (int i = 0; i < ROUNDS; i++) {
                browser.go(file.toUri().toString());
                first.add(browser.ask("performance.getEntriesByName('culprit-first-frame')[0].startTime")
                        .asDouble());
                hover.addAll(times(browser, HOVER));
                zoom.addAll(times(browser, ZOOM));
                pan.addAll(times(browser, PAN));
            }
            assertThat(browser.complaints).isEmpty();
        }
        System.out.printf(
                "bench| %s | %,d | %.0f ms | %.0f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms |%n",
                name,
                Files.size(file),
                at(written, 0.5),
                at(first, 0.5),
                at(hover, 0.5),
                at(hover, 0.99),
                at(zoom, 0.5),
                at(zoom, 0.99),
                at(pan, 0.5),
                at(pan, 0.99));
    }

    private static List<Double> times(Browser browser, String event) throws Exception {
        List<Double> times = new ArrayList<>();
        for (JsonNode time : browser.ask(FRAMES.replace("EVENT", event))) times.add(time.asDouble());
        return times;
    }

    private static double at(List<Double> values, double part) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get((int) (part * (values.size() - 1)));
    }
}
