package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A small file system of its own, for as long as a test runs. Skips the test where it cannot be had. */
final class Mounted implements AutoCloseable {
    private final Path at;

    private Mounted(Path at) {
        this.at = at;
    }

    static Mounted tmpfs(Path at, String options) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting a tmpfs needs root");
        String refusal = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString());
        assumeTrue(refusal.isEmpty(), "a tmpfs cannot be mounted here: " + refusal);
        return new Mounted(at);
    }

    void remount(String options) throws IOException {
        assertThat(run("mount", "-o", "remount," + options, at.toString())).isEmpty();
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return process.waitFor() == 0 ? "" : said.strip() + " (" + command[0] + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command[0]);
        }
    }

    @Override
    public void close() throws IOException {
        assertThat(run("umount", at.toString())).isEmpty();
    }
}
