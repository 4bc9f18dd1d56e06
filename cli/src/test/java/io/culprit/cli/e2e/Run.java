package io.culprit.cli.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run of {@code ./culprit} as a user makes it. */
record Run(int status, String out, String err, Duration took) {
    static final Path ROOT = root();
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int NOBODY = 65534;

    static Run culprit(String... arguments) {
        return of(command(arguments));
    }

    static Run culpritAsNobody(String... arguments) {
        List<String> command = new ArrayList<>(asNobody());
        command.addAll(command(arguments));
        return of(command);
    }

    static List<String> asNobody() {
        return List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=-all",
                "--bounding-set=-all");
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("culprit").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    static Run of(List<String> command) {
        long began = System.nanoTime();
        try {
            Process p = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> drain(p.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> drain(p.getErrorStream()));
            if (!p.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                p.destroyForcibly();
                throw new AssertionError(command + " did not end within " + LIMIT);
            }
            return new Run(p.exitValue(), out.join(), err.join(), Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String drain(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode json() {
        try {
            return JsonMapper.shared().readTree(out);
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "no JSON on stdout (status " + status + "); stderr: " + err + " stdout: "
                            + out.substring(0, Math.min(500, out.length())),
                    e);
        }
    }

    List<String> errorLines() {
        return err.lines().toList();
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("cli") ? here.getParent() : here;
    }
}
