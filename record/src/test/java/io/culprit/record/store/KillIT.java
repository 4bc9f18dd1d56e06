package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer is killed at a random moment, two hundred times, and goes on in the same directory each time. */
class KillIT {
    private static final int KILLS = 200;
    private static final int LATEST_KILL_MILLIS = 60;

    @TempDir
    Path dir;

    @Test
    void noAcknowledgedSampleIsEverLostOrChanged() throws Exception {
        Random random = new Random(9);
        Set<Long> acknowledged = new HashSet<>();
        Set<Long> inFlight = new HashSet<>();
        long next = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            long last = runAndKill(next, random.nextInt(LATEST_KILL_MILLIS), acknowledged);
            inFlight.add(last + 1);
            next = last + 2;
        }
        assertThat(acknowledged.size()).isGreaterThan(KILLS / 2);
        try (Recording recording = RecordingDirectory.read(dir)) {
            Set<Long> found = Numbered.found(recording);
            assertThat(found).containsAll(acknowledged);
            found.removeAll(acknowledged);
            assertThat(inFlight).containsAll(found);
        }
        assertThat(SealedTest.files(dir)).filteredOn(f -> f.endsWith(".seg")).isNotEmpty();
    }

    private long runAndKill(long from, int afterMillis, Set<Long> acknowledged)
            throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        dir.toString(),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = from - 1;
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");
            TimeUnit.MILLISECONDS.sleep(afterMillis);
            // Of the handle and not of the process, which would close the pipe with all that is still in it.
            child.toHandle().destroyForcibly();
            for (String line : said.lines().toList()) {
                last = Long.parseLong(line);
                acknowledged.add(last);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return last;
    }
}
