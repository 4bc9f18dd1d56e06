package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Spike;
import io.culprit.record.spike.DiagnoseChild;
import io.culprit.record.store.Frame;
import io.culprit.record.store.Limits;
import io.culprit.record.store.Origin;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The past of a real store, through the commands. */
class PastTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");
    private static final String BOOT = "7d1f0a34-8a4c-4e0b-9a53-0d6f6a1f9c11";

    @TempDir
    Path directory;

    private record Said(int status, String err) {}

    private static Said culprit(String... args) {
        PrintStream err = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
            int status = Main.run(args);
            return new Said(status, heard.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(err);
        }
    }

    /** Ten minutes at samples every ten seconds; from the fifth on two workers burn a core each. */
    private Path recorded() throws Exception {
        Path store = directory.resolve("store");
        try (RecordingWriter writer =
                RecordingDirectory.write(store, new Origin("server1", BOOT, "test"), Limits.USUAL)) {
            int[] handles = new int[2];
            for (int i = 0; i < handles.length; i++) {
                handles[i] = writer.describe(new RecordedProcess(
                        new ProcessId(BOOT, 18_354 + i, 100),
                        1,
                        OptionalInt.of(0),
                        "networkingd",
                        "networkingd",
                        Optional.of("/opt/nd/bin/networkingd"),
                        "networkingd --worker",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        BEGIN.toEpochMilli() - 86_400_000));
            }
            Frame frame = new Frame();
            for (int i = 0; i <= 60; i++) {
                frame.begin(BEGIN.toEpochMilli() + i * 10_000L, 86_400_000 + i * 10_000L);
                frame.host(HostKey.CPUS, 2);
                frame.host(HostKey.CPU + "user", 18_000_000L * Math.max(0, i - 30));
                for (int h : handles) {
                    int row = frame.add(h);
                    frame.set(row, ProcessMetric.CPU_USER, 9_000_000L * Math.max(0, i - 30));
                    frame.set(row, ProcessMetric.CPU_SYSTEM, 0);
                }
                writer.append(frame);
            }
        }
        return store;
    }

    @Test
    void aMomentOfAStoreIsJudgedAndSaysThatItIsAReplay() throws Exception {
        Path store = recorded();
        Path report = directory.resolve("report");

        Said quiet = culprit(
                "diagnose", "--at", "2026-11-23T03:02:00Z", "--store", store.toString(), "-o", report.toString());
        assertThat(quiet.status()).as(quiet.err()).isEqualTo(Exit.NOTHING_FOUND);
        Said busy = culprit(
                "diagnose", "--at", "2026-11-23T03:07:00Z", "--store", store.toString(), "-o", report.toString());

        assertThat(busy.status()).as(busy.err()).isEqualTo(Exit.FINDINGS);
        assertThat(report)
                .content()
                .contains("replay of 2026-11-23 ", "7 samples from 2026-11-23 ", "one every 10 s")
                .contains("networkingd: 2 processes use")
                .contains("replayed from the recording in " + store)
                .doesNotContain("cost 0");
    }

    @Test
    void anInvestigationNearTheMomentIsNamedAndListed() throws Exception {
        Path store = recorded();
        Path fake = Files.writeString(directory.resolve("fake"), "#!/bin/sh\necho '{}' >\"$6\"\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        try (DiagnoseChild child = new DiagnoseChild(new DiagnoseChild.Settings(store, List.of(fake.toString()), 6))) {
            child.start(new Spike(
                    Instant.parse("2026-11-23T03:05:30Z").toEpochMilli(),
                    Spike.Signal.CPU,
                    0.1,
                    1.8,
                    Optional.empty()));
            Path evidence = store.resolve("spikes/20261123T030530.000Z.evidence.json.gz");
            for (int i = 0; i < 500 && !Files.exists(evidence); i++) {
                Thread.sleep(10);
            }
        }
        Path report = directory.resolve("report");

        culprit("diagnose", "--at", "2026-11-23T03:07:00Z", "--store", store.toString(), "-o", report.toString());

        assertThat(report)
                .content()
                .contains("culprit diagnose --from " + store.resolve("spikes") + "/20261123T030530.000Z.evidence");
        Said said = culprit("spikes", "--store", store.toString(), "-o", report.toString());
        assertThat(said.status()).as(said.err()).isEqualTo(Exit.NOTHING_FOUND);
        // What the fake saved is no evidence, and so it is said.
        assertThat(report).content().contains("CPU 0.10 → 1.80 CPUs", "evidence unreadable: ");
    }

    @Test
    void aMomentThatWasNotRecordedIsAnErrorWithTheNearest() throws Exception {
        Said said = culprit(
                "diagnose",
                "--at",
                "2026-11-24T03:07:00Z",
                "--store",
                recorded().toString());

        assertThat(said.status()).isEqualTo(Exit.CANNOT);
        assertThat(said.err()).contains("nothing was recorded at 2026-11-24", "the recording ends at 2026-11-23");
    }

    @ParameterizedTest
    @ValueSource(strings = {"diagnose --at 03:12", "spikes"})
    void noRecordingIsAnErrorThatSaysHowToMakeOne(String command) {
        Said said = culprit((command + " --store /no/such/store").split(" ", -1));

        assertThat(said.status()).isEqualTo(Exit.CANNOT);
        assertThat(said.err()).startsWith("culprit: ").contains("/no/such/store", "culprit record");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--at 03:12 --pid 1",
                "--at 03:12 --name x",
                "--at 03:12 --smaps",
                "--at 03:12 --allow-ptrace",
                "--at 03:12 --max-slowdown 10%",
                "--at 03:12 --without ebpf",
                "--at 03:12 --save /tmp/x",
                "--at 03:12 --from /tmp/x",
                "--at soon",
                "--store /tmp"
            })
    void whatDoesNotGoTogetherIsWrongUsage(String options) {
        Said said = culprit(("diagnose " + options).split(" ", -1));

        assertThat(said.status()).as(said.err()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).startsWith("culprit: ").contains(options.startsWith("--store") ? "--at" : "--");
    }

    @Test
    void aStoreWithoutSpikesSaysSo() throws Exception {
        Said said = culprit("spikes", "--store", recorded().toString());

        assertThat(said.status()).isEqualTo(Exit.NOTHING_FOUND);
        assertThat(said.err()).contains("the recorder noticed no spike");
    }
}
