package io.culprit.report.plot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A headless Chromium with one page, driven by the DevTools protocol over loopback. So the tests need the distribution's
 * package chromium and nothing else: neither Node.js nor a driver.
 */
final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final int ANSWER_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Uncaught exceptions, console errors, and what the content security policy refused. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final StringBuilder message = new StringBuilder();
    private String session = "";

    /** CULPRIT_CHROMIUM, or the first that the path has. */
    static Optional<Path> find() {
        String named = System.getenv("CULPRIT_CHROMIUM");
        if (named != null) return Optional.of(Path.of(named)).filter(Files::isExecutable);
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Browser(Path chromium, int width, int height, String... options) throws Exception {
        profile = Files.createTempDirectory("culprit-browser");
        List<String> command = new ArrayList<>(List.of(
                chromium.toString(),
                "--headless=new",
                // Chromium refuses to sandbox for root, as which CI runs.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height));
        command.addAll(List.of(options));
        command.add("about:blank");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        socket = http.newWebSocketBuilder().buildAsync(address(), this).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        String target = send("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        for (String domain : List.of("Page", "Runtime", "Log")) send(domain + ".enable", Map.of());
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private URI address() throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        for (int tries = 0; tries < ANSWER_SECONDS * 10; tries++) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() >= 2) return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            if (!process.isAlive()) break;
            Thread.sleep(100);
        }
        throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("log")));
    }

    /** @return the result; an error of the protocol is an exception */
    JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        Map<String, Object> call = new java.util.HashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (!session.isEmpty()) call.put("sessionId", session);
        socket.sendText(JSON.writeValueAsString(call), true).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        JsonNode whole = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (whole.has("error")) throw new IOException(method + ": " + whole.get("error"));
        return whole.path("result");
    }

    void go(String url) throws Exception {
        // The same file with another fragment would not be loaded anew.
        send("Page.navigate", Map.of("url", "about:blank"));
        send("Page.navigate", Map.of("url", url));
        await("performance.getEntriesByName('culprit-first-frame').length === 1");
    }

    /** The value of an expression, or of the promise that it gives. */
    JsonNode ask(String expression) throws Exception {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) throw new IOException(expression + ": " + result.get("exceptionDetails"));
        return result.path("result").path("value");
    }

    /** Waits until an expression is true. */
    void await(String condition) throws Exception {
        for (int tries = 0; tries < ANSWER_SECONDS * 20; tries++) {
            try {
                if (ask(condition).asBoolean(false)) return;
            } catch (IOException e) {
                if (tries > 40) throw e; // a page on its way has no context for a moment
            }
            Thread.sleep(50);
        }
        throw new AssertionError("never came true: " + condition + "; complaints: " + complaints);
    }

    /** @param type mouseMoved, mousePressed, mouseReleased, mouseWheel */
    void mouse(String type, double x, double y, Map<String, ?> more) throws Exception {
        Map<String, Object> event = new java.util.HashMap<>(Map.of("type", type, "x", x, "y", y));
        event.putAll(more);
        send("Input.dispatchMouseEvent", event);
    }

    void click(double x, double y, int count) throws Exception {
        for (int i = 1; i <= count; i++) {
            mouse("mousePressed", x, y, Map.of("button", "left", "clickCount", i));
            mouse("mouseReleased", x, y, Map.of("button", "left", "clickCount", i));
        }
    }

    void key(String key) throws Exception {
        Map<String, Object> event = new java.util.HashMap<>(Map.of("type", "keyDown", "key", key));
        if (key.length() == 1) event.put("text", key);
        send("Input.dispatchKeyEvent", event);
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    void screenshot(Path file) throws Exception {
        String data = send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .asString();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            JsonNode whole = JSON.readTree(message.toString());
            message.setLength(0);
            if (whole.has("id"))
                Optional.ofNullable(open.remove(whole.get("id").asInt())).ifPresent(a -> a.complete(whole));
            else event(whole.path("method").asString(""), whole.path("params"));
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void event(String method, JsonNode what) {
        switch (method) {
            case "Runtime.exceptionThrown" ->
                complaints.add(what.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> complaints.add("console: " + what.path("args"));
            case "Log.entryAdded" -> complaints.add(what.path("entry").toString());
            default -> {}
        }
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
