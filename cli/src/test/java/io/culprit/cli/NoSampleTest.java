package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a recording, or of something else, where there is nothing to show. */
class NoSampleTest {
    private static final long BEGIN = 1_795_000_000_000L;

    @TempDir
    Path directory;

    /** @param code the expected exit status */
    private static String said(int code, String... args) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setErr(err);
            assertThat(Main.run(args)).isEqualTo(code);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private Path recorded() throws Exception {
        Path store = directory.resolve("store");
        try (RecordingWriter writer =
                RecordingDirectory.write(store, new Origin("server1", "boot", "test"), Limits.USUAL)) {
            int handle = writer.describe(new RecordedProcess(
                    new ProcessId("boot", 7, 7),
                    1,
                    OptionalInt.of(0),
                    "a",
                    "a",
                    Optional.empty(),
                    "a",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    BEGIN));
            Frame frame = new Frame();
            frame.begin(BEGIN, 1000);
            frame.set(frame.add(handle), ProcessMetric.THREADS, 1);
            writer.append(frame);
        }
        return store;
    }

    @Test
    void aRecordingOfWhichNothingCanBeReadIsToldFromOneThatHasJustBegun() throws Exception {
        Path store = recorded();
        Path live = store.resolve("00000001.live");
        byte[] whole = Files.readAllBytes(live);
        byte[] garbage = new byte[2000];
        new Random(1).nextBytes(garbage);
        for (byte[] bytes : new byte[][] {Arrays.copyOf(whole, whole.length - 5), garbage}) {
            Files.write(live, bytes);
            for (String command : new String[] {"history", "graph"}) {
                assertThat(said(Exit.CANNOT, command, "--store", store.toString()))
                        .contains("holds no sample that can be read: 00000001.live")
                        .hasLineCount(1);
            }
            assertThat(said(Exit.CANNOT, "diagnose", "--at", "1h", "--store", store.toString()))
                    .contains("holds no sample that can be read");
        }
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(said(Exit.CANNOT, "history", "--store", empty.toString())).contains("holds no sample yet");
    }

    @Test
    void spikesOfWhatIsNoRecordingAreNotNone() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createFile(other.resolve("photo.jpg"));
        assertThat(said(Exit.CANNOT, "spikes", "--store", file.toString())).contains("is no directory");
        assertThat(said(Exit.CANNOT, "spikes", "--store", other.toString())).contains("there is no recording in");
        assertThat(said(Exit.NOTHING_FOUND, "spikes", "--store", recorded().toString()))
                .contains("noticed no spike");
    }

    @Test
    void aPictureOfNothingSaysWhyItIsNone() throws Exception {
        String store = recorded().toString();
        assertThat(said(Exit.NOTHING_FOUND, "graph", "--metric", "threads", "--pid", "999999", "--store", store))
                .contains("no process with that pid");
        assertThat(said(Exit.NOTHING_FOUND, "graph", "--since", "2100-01-01", "--store", store))
                .contains("the recording reaches from 2026-11-18");
        assertThat(said(Exit.NOTHING_FOUND, "graph", "--host", "beauty", "--store", store))
                .contains("no series of the host");
        assertThat(said(Exit.NOTHING_FOUND, "graph", "--metric", "fds", "--store", store))
                .contains("nobody recorded that");
    }
}
