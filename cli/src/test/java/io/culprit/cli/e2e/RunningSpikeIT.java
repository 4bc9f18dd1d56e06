package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.culprit.model.recording.HostKey;
import io.culprit.record.spike.SpikeWatch;
import io.culprit.record.store.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The trigger inside a running recorder: it notices by itself that a program begins to misbehave, and has it investigated. Two
 * recorders see the same; one may start no investigation.
 */
class RunningSpikeIT {
    private static final int HOUR_SECONDS = 3600;
    private static final int STEP_SECONDS = 10;
    /** A recorder that knows its host watches for a minute before it speaks, and needs some samples more. */
    private static final int CALM_MILLIS = 75_000;
    /** The recorder's own start and the test's use less. */
    private static final double QUIET_CPUS = 0.4;

    private static final int LOOK_MILLIS = 5_000;

    private static final int WAIT_MILLIS = 60_000;
    private static final int AGAIN_MILLIS = 15_000;

    @TempDir
    Path directory;

    @Test
    void whatBeginsToMisbehaveIsToldInvestigatedListedAndToldOnce() throws Exception {
        Path store = directory.resolve("investigates");
        Path other = directory.resolve("only-tells");
        awaitCalm();
        SpikeWatch calm = calmHour();
        calm.remember(store(store));
        calm.remember(store(other));
        try (Recorder recorder = Recorder.start(store, "--every", "1s");
                Recorder forbidden = Recorder.start(other, "--every", "5s", "--spikes-per-day", "0")) {
            double busy = busy(CALM_MILLIS);
            assumeTrue(busy < QUIET_CPUS, "others use " + busy + " CPUs: what is told here is not of this test");
            assertThat(spikes(store)).isEmpty();
            assertThat(spikes(other)).isEmpty();
            try (Scenario daemon = Scenario.start("networkingd", "--workers", "12")) {
                assertThat(daemon.ready()).isTrue();
                recorder.waitFor("networkingd");
                forbidden.waitFor("not investigated: investigations are switched off");
                await(store);
                Recorder.pause(AGAIN_MILLIS);
            }
            assertToldOnceWithEvidence(store);
            assertThat(spikes(other)).singleElement().satisfies(s -> {
                assertThat(s.path("spike").path("riser").path("name").asString())
                        .isEqualTo("networkingd");
                assertThat(s.path("problem").asString()).isEqualTo("investigations are switched off");
                assertThat(s.path("evidence").isNull() || s.path("evidence").isMissingNode())
                        .isTrue();
            });
        }
    }

    private void assertToldOnceWithEvidence(Path store) throws IOException {
        JsonNode spike = spikes(store).getFirst();
        assertThat(spikes(store)).hasSize(1);
        assertThat(spike.path("spike").path("riser").path("name").asString()).isEqualTo("networkingd");
        assertThat(spike.path("findings").toString()).contains("syscall-error-loop");
        Path evidence = Path.of(spike.path("evidence").asString());
        assertThat(evidence.getParent()).isEqualTo(store.resolve("spikes"));
        Run shown = Run.culprit("diagnose", "--from", evidence.toString());
        assertThat(shown.status()).as(shown.err()).isEqualTo(1);
        assertThat(shown.out()).contains("networkingd").contains("spin on a failing recvfrom");
        assertThat(Run.culprit("spikes", "--store", store.toString()).out()).contains("networkingd");
        Run past = Run.culprit("diagnose", "--at", spike.path("at").asString(), "--store", store.toString());
        assertThat(past.status()).as(past.err()).isEqualTo(1);
        assertThat(past.out()).contains("networkingd").contains("not known");
    }

    /** A build that has just ended its compilation is a spike, and rightly told. */
    private static void awaitCalm() throws IOException {
        long end = System.currentTimeMillis() + WAIT_MILLIS;
        double busy = busy(LOOK_MILLIS);
        while (busy >= QUIET_CPUS / 2 && System.currentTimeMillis() < end) {
            busy = busy(LOOK_MILLIS);
        }
    }

    private static double busy(int millis) throws IOException {
        double before = busySeconds();
        Recorder.pause(millis);
        return (busySeconds() - before) * 1000 / millis;
    }

    private static void await(Path store) {
        long end = System.currentTimeMillis() + WAIT_MILLIS;
        while (spikes(store).isEmpty()
                || spikes(store).getFirst().path("evidence").isNull()
                || spikes(store).getFirst().path("evidence").isMissingNode()) {
            assertThat(System.currentTimeMillis()).as("no evidence in " + store).isLessThan(end);
            Recorder.pause(500);
        }
    }

    private static List<JsonNode> spikes(Path store) {
        Run run = Run.culprit("spikes", "--format", "json", "--store", store.toString());
        assertThat(run.status()).as(run.err()).isZero();
        return run.json().path("spikes").valueStream().toList();
    }

    /** What a recorder would have left that saw this host do next to nothing for the last hour. */
    private static SpikeWatch calmHour() throws IOException {
        SpikeWatch watch = new SpikeWatch(SpikeWatch.Settings.usual());
        long wall = System.currentTimeMillis();
        long boot = (long) (1000
                * Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]));
        int cpus = Runtime.getRuntime().availableProcessors();
        Frame frame = new Frame();
        for (int ago = HOUR_SECONDS; ago > 0; ago -= STEP_SECONDS) {
            frame.begin(wall - 1000L * ago, HOUR_SECONDS * 1000L + boot - 1000L * ago);
            frame.host(HostKey.CPUS, cpus);
            frame.host(HostKey.LOAD_1, 200);
            frame.host(HostKey.CPU + "user", (HOUR_SECONDS - ago) * 50_000L);
            frame.host(HostKey.CPU + "system", (HOUR_SECONDS - ago) * 50_000L);
            frame.host(HostKey.PRESSURE_SOME + "cpu", 0);
            frame.host(HostKey.PRESSURE_SOME + "memory", 0);
            frame.host(HostKey.PRESSURE_SOME + "io", 0);
            assertThat(watch.sample(frame, handle -> {
                        throw new AssertionError("there are no processes in it");
                    }))
                    .isEmpty();
        }
        return watch;
    }

    /** With some samples in it: a directory that holds other things alone is refused. */
    private static Path store(Path path) {
        Run run = Run.culprit("record", "--every", "1s", "--for", "2s", "--store", path.toString());
        assertThat(run.status()).as(run.err()).isZero();
        return path;
    }

    /** Of all CPUs, not idle. */
    private static double busySeconds() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] f = lines.findFirst().orElseThrow().trim().split(" +", -1);
            // cpu user nice system idle iowait irq softirq
            return (Long.parseLong(f[1])
                            + Long.parseLong(f[2])
                            + Long.parseLong(f[3])
                            + Long.parseLong(f[6])
                            + Long.parseLong(f[7]))
                    / 100.0;
        }
    }
}
