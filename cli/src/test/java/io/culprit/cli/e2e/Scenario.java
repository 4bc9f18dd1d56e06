package io.culprit.cli.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of {@code scenarios/} that has said it is ready; it ends with the test. */
final class Scenario implements AutoCloseable {
    /** The exit status by which a scenario says that this machine cannot stage it. */
    static final int CANNOT_BE_STAGED = 77;

    private static final int END_SECONDS = 10;
    private static final String LONGEST_LIFE_SECONDS = "80";

    private final Process process;
    private final String ready;

    private Scenario(Process process, String ready) {
        this.process = process;
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
                return new Scenario(p, "");
            }
            return new Scenario(p, line);
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
