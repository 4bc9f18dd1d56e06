package io.culprit.kernel.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A process that does what a script says, says {@code ready}, and then sleeps until it is closed. */
final class PythonChild implements AutoCloseable {
    private static final String SLEEP = "\nimport time\nprint('ready', flush=True)\ntime.sleep(600)\n";

    private final Process process;
    private final BufferedReader output;

    PythonChild(String script, String... arguments) throws IOException {
        assumeTrue(
                Stream.of("/usr/bin/python3", "/usr/local/bin/python3", System.getenv("HOME") + "/.pyenv/shims/python3")
                        .anyMatch(p -> Files.isExecutable(Path.of(p))),
                "no python3");
        String[] command = Stream.concat(Stream.of("python3", "-c", script + SLEEP), Stream.of(arguments))
                .toArray(String[]::new);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).as("what the child says").isEqualTo("ready");
    }

    int pid() {
        return (int) process.pid();
    }

    /** What the script printed after {@code ready}. */
    String line() throws IOException {
        return output.readLine();
    }

    /** Lines {@code Name: 12 kB} of a file of /proc/PID, as numbers. */
    ToLongFunction<String> numbers(String file) throws IOException {
        return numbersOf(Path.of("/proc/" + pid(), file));
    }

    static ToLongFunction<String> numbersOf(Path file) throws IOException {
        Map<String, Long> numbers = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(":", 2);
            String value = parts.length < 2 ? "" : parts[1].replace("kB", "").strip();
            if (value.matches("\\d+")) {
                numbers.put(parts[0], Long.parseLong(value));
            }
        }
        return name -> Optional.ofNullable(numbers.get(name)).orElseThrow();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
