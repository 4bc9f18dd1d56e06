package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of {@code scenarios/} that has said it is ready; it ends with the test. */
final class Scenario implements AutoCloseable {
    /** The exit status by which a scenario says that this machine cannot stage it. */
    static final int CANNOT_BE_STAGED = 77;

    private static final int END_SECONDS = 10;
    private static final String LONGEST_LIFE_SECONDS = "80";

    private final Process process;
    private final BufferedReader out;
    private final String ready;

    private Scenario(Process process, BufferedReader out, String ready) {
        this.process = process;
        this.out = out;
        this.ready = ready;
    }

    static Scenario start(String name, String... arguments) {
        return start(List.of(), name, List.of(arguments));
    }

    /** @param before a command that starts another one, such as setpriv */
    static Scenario start(List<String> before, String name, List<String> arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Run.ROOT.resolve("scenarios/target/bin").resolve(name).toString());
        command.addAll(List.of("--seconds", LONGEST_LIFE_SECONDS));
        command.addAll(arguments);
        return of(command);
    }

    /** Any other program that prints a line with "ready" first. */
    static Scenario of(List<String> command) {
        try {
            Process p = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.UTF_8));
            String line;
            do {
                line = out.readLine();
            } while (line != null && !line.startsWith("ready"));
            if (line == null) {
                p.waitFor(END_SECONDS, TimeUnit.SECONDS);
                return new Scenario(p, out, "");
            }
            return new Scenario(p, out, line);
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command + ": run 'make -C scenarios'", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean cannotBeStaged() {
        return !process.isAlive() && process.exitValue() == CANNOT_BE_STAGED;
    }

    boolean ready() {
        return !ready.isEmpty();
    }

    String readyLine() {
        return ready;
    }

    long pid() {
        return process.pid();
    }

    /** What the ready line says of itself, such as {@code port}. */
    String told(String key) {
        Matcher m = Pattern.compile("(?:^| )" + key + "=(\\S+)").matcher(ready);
        assertThat(m.find()).as(key + " in: " + ready).isTrue();
        return m.group(1);
    }

    /** The lines that came since the ready line or the last question. */
    List<String> printed() {
        List<String> lines = new ArrayList<>();
        try {
            while (out.ready()) {
                lines.add(out.readLine());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    /** Waits until it has ended by itself. */
    void ended() {
        try {
            assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
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
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
