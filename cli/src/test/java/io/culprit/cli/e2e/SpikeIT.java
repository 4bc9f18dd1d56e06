package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.Spike;
import io.culprit.model.recording.Spike.Riser;
import io.culprit.model.recording.Spike.Signal;
import io.culprit.record.spike.DiagnoseChild;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A spike is investigated by the very command, while it lasts, and found again; the watch itself needs hours and is simulated. */
class SpikeIT {
    private static final int LONGEST_MILLIS = 60_000;

    @TempDir
    Path store;

    @Test
    void anInvestigationIsStartedKeptListedAndShown() throws Exception {
        assertThat(Run.culprit("record", "--every", "1s", "--for", "3s", "--store", store.toString())
                        .status())
                .isZero();
        try (Scenario daemon = Scenario.start("networkingd", "--workers", "4");
                DiagnoseChild child = new DiagnoseChild(new DiagnoseChild.Settings(
                        store, List.of(Run.ROOT.resolve("culprit").toString()), 1))) {
            Spike spike = spike();
            assertThat(child.start(spike).text()).doesNotContain("not investigated");
            assertThat(child.start(spike).text()).contains("not investigated");
            long end = System.currentTimeMillis() + LONGEST_MILLIS;
            while (spikes().path("spikes").path(0).path("evidence").isMissingNode()
                    || spikes().path("spikes").path(0).path("evidence").isNull()) {
                assertThat(child.poll()).isEmpty();
                assertThat(System.currentTimeMillis()).isLessThan(end);
                Recorder.pause(500);
            }
            assertThat(daemon.ready()).isTrue();
        }
        JsonNode first = spikes().path("spikes").path(0);
        assertThat(first.path("findings").toString()).contains("networkingd");
        Run shown = Run.culprit("diagnose", "--from", first.path("evidence").asString());
        assertThat(shown.status()).isEqualTo(1);
        assertThat(shown.out()).contains("spin on a failing recvfrom");
        assertThat(Run.culprit("spikes", "--store", store.toString()).out()).contains("networkingd");
    }

    @Test
    void aMomentOfTheRecordingIsJudgedAndSaysWhatItCannotKnow() {
        try (Scenario daemon = Scenario.start("networkingd", "--workers", "4")) {
            assertThat(Run.culprit("record", "--every", "1s", "--for", "8s", "--store", store.toString())
                            .status())
                    .isZero();
            assertThat(daemon.ready()).isTrue();
        }
        Run replay = Run.culprit("diagnose", "--at", "now", "--store", store.toString());
        assertThat(replay.status()).as(replay.err()).isEqualTo(1);
        assertThat(replay.out()).contains("networkingd").contains("not known");
        Run before = Run.culprit("diagnose", "--at", "2d", "--store", store.toString());
        assertThat(before.status()).isEqualTo(3);
        assertThat(before.errorLines()).hasSize(1);
    }

    private JsonNode spikes() {
        Run run = Run.culprit("spikes", "--format", "json", "--store", store.toString());
        assertThat(run.status()).as(run.err()).isZero();
        return run.json();
    }

    private static Spike spike() {
        return new Spike(
                System.currentTimeMillis(),
                Signal.CPU,
                0.5,
                1.9,
                Optional.of(new Riser("networkingd", "networkingd", new ProcessId("boot", 1, 1), 4, 0, 1.8)));
    }
}
