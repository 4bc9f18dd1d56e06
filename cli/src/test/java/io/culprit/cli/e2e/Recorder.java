package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./culprit record} at work, every second unless told otherwise; it ends with the test. */
final class Recorder implements AutoCloseable {
    /** With the cache being made, on a host where a build runs beside it. */
    private static final int START_SECONDS = 60;

    private static final int END_SECONDS = 20;

    private final Process process;
    private final Path said;

    private Recorder(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Returns once it records. */
    static Recorder start(Path directory, String... arguments) {
        return start(List.of(), directory, arguments);
    }

    static Recorder start(List<String> before, Path directory, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Run.ROOT.resolve("culprit").toString());
        command.add("record");
        command.addAll(List.of("--store", directory.toString()));
        command.addAll(List.of(arguments));
        try {
            Path said = Files.createTempFile("record", ".err");
            Process p = new ProcessBuilder(command)
                    .redirectError(said.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Recorder recorder = new Recorder(p, said);
            recorder.waitFor("recording every");
            return recorder;
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }

    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void waitFor(String words) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!said().contains(words)) {
            assertThat(process.isAlive()).as("it ended and said: " + said()).isTrue();
            assertThat(System.nanoTime()).as("no '" + words + "' in: " + said()).isLessThan(end);
            pause(50);
        }
    }

    void signal(String name) {
        Tool.run("procps", "kill", "-" + name, String.valueOf(process.pid()));
    }

    /** @return its exit status */
    int ended() {
        try {
            assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(said);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
