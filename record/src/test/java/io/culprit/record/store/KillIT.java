package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
            Set<Long> found = new HashSet<>();
            for (Expected.Found sample : Expected.all(recording, TimeRange.ALL)) {
                found.add(check(sample));
            }
            assertThat(found).containsAll(acknowledged);
            found.removeAll(acknowledged);
            assertThat(inFlight).containsAll(found);
            HostSeries host = recording.host(TimeRange.ALL, "number"::equals);
            for (int i = 0; i < host.times().length; i++) {
                assertThat(host.lines().getFirst().values()[i]).isEqualTo(number(host.times()[i]));
            }
            for (Lifetime life : recording.processes(TimeRange.ALL)) {
                assertThat(life.process().name())
                        .isEqualTo(Appender.name(life.process().id().pid()));
            }
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

    private static long number(long time) {
        assertThat((time - World.BOOTED) % Appender.STEP_MILLIS).isZero();
        return (time - World.BOOTED) / Appender.STEP_MILLIS;
    }

    private static long check(Expected.Found sample) {
        long number = number(sample.time());
        Map<Integer, long[]> byPid = new HashMap<>();
        for (Map.Entry<ProcessId, long[]> one : sample.values().entrySet()) {
            byPid.put(one.getKey().pid(), one.getValue());
        }
        assertThat(byPid).hasSize(Appender.PROCESSES);
        for (int p = 0; p < Appender.PROCESSES; p++) {
            long[] expected = new long[ProcessMetric.values().length];
            for (int m = 0; m < expected.length; m++) {
                expected[m] = Appender.value(number, p, m);
            }
            assertThat(byPid.get(Appender.pid(number, p))).isEqualTo(expected);
        }
        return number;
    }
}
