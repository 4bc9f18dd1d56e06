package io.culprit.record.spike;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the place of Culprit. */
class DiagnoseChildTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path store;

    private DiagnoseChild child = new DiagnoseChild(new DiagnoseChild.Settings(Path.of("/nowhere"), List.of(), 0));
    private long now = System.currentTimeMillis() - 3_600_000;

    private DiagnoseChild child(String script, int perDay, Duration longest) throws IOException {
        Path file = store.resolve("fake-culprit");
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        child = new DiagnoseChild(new DiagnoseChild.Settings(store, List.of(file.toString()), perDay), longest);
        return child;
    }

    @AfterEach
    void endIt() {
        child.close();
    }

    private RecordingEvent start() {
        now += 1000;
        return child.start(SpikeDirectoryTest.spike(now, "networkingd"));
    }

    private Optional<RecordingEvent> end() throws InterruptedException {
        for (int i = 0; i < 2000; i++) {
            Optional<RecordingEvent> event = child.poll();
            if (event.isPresent() || !child.busy()) {
                return event;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the child does not end");
    }

    private List<StoredSpike> stored() throws IOException {
        return new SpikeDirectory(store).list(TimeRange.ALL);
    }

    @Test
    void theEvidenceLiesBesideTheSpike() throws Exception {
        child("echo \"$@\" >\"$6\"", 6, LONG);

        RecordingEvent event = start();

        assertThat(event.kind()).isEqualTo(RecordingEvent.Kind.SPIKE);
        assertThat(event.text()).isEqualTo("CPU from 0.48 to 11.0 CPUs, networkingd × 12 from 0.40 to 11.0");
        assertThat(end()).isEmpty();
        assertThat(stored()).singleElement().satisfies(s -> {
            assertThat(s.problem()).isEmpty();
            assertThat(s.evidence())
                    .hasValueSatisfying(
                            e -> assertThat(e).content().isEqualTo("diagnose --quiet --for 10s --save " + e + "\n"));
        });
    }

    @Test
    void whatFailsIsToldWithWhatItSaid() throws Exception {
        child("echo 'no such\tluck' >&2; exit 3", 6, LONG);
        start();

        assertThat(end())
                .hasValueSatisfying(e -> assertThat(e.text())
                        .startsWith("the investigation of CPU from 0.48")
                        .endsWith("failed: it ended with status 3: no such?luck"));
        assertThat(stored())
                .singleElement()
                .satisfies(s -> assertThat(s.problem()).hasValue("it ended with status 3: no such?luck"));
    }

    @Test
    void whoDoesNotEndIsEnded() throws Exception {
        child("trap '' TERM\nwhile :; do sleep 0.1; done", 6, Duration.ofMillis(300));
        start();
        assertThat(child.poll()).isEmpty();

        assertThat(end())
                .hasValueSatisfying(e -> assertThat(e.text()).contains("it was not done after 0 s and was ended"));
    }

    @Test
    void neverTwoAtOnceAndTheSecondSpikeIsKeptNevertheless() throws Exception {
        child("sleep 60", 6, LONG);
        start();

        assertThat(start().text()).endsWith("; not investigated: the one before is still under way");
        assertThat(stored())
                .hasSize(2)
                .last()
                .satisfies(s -> assertThat(s.problem()).hasValue("the one before is still under way"));
    }

    @Test
    void aFewADayAndTheRecorderRemembersThemWhenItIsStartedAgain() throws Exception {
        child("echo >\"$6\"", 2, LONG);
        start();
        end();
        child("echo >\"$6\"", 2, LONG);
        assertThat(start().text()).doesNotContain("not investigated");
        end();
        assertThat(start().text()).endsWith("; not investigated: 2 within 24 hours were enough");
        now += 86_400_000L;
        assertThat(start().text()).doesNotContain("not investigated");
        end();
    }

    @Test
    void aLauncherThatIsMissingIsAReasonAndNoAccident() throws Exception {
        child("", 6, LONG);
        Files.delete(store.resolve("fake-culprit"));

        assertThat(start().text()).contains("; not investigated: ").contains("fake-culprit");
        assertThat(child.poll()).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsAReasonToo() throws IOException {
        child("", 6, LONG);
        Files.writeString(store.resolve("spikes"), "a file");

        assertThat(start().text()).contains("; not investigated: could not be kept: ");
    }

    @Test
    void theRecorderThatEndsEndsItsChild() throws Exception {
        child("echo $$ >\"$6.pid\"; exec sleep 600", 6, LONG);
        start();
        Path pid = store.resolve("spikes").resolve(stored().getFirst().name() + ".evidence.json.gz.pid");
        for (int i = 0; i < 500 && (!Files.exists(pid) || Files.size(pid) == 0); i++) {
            Thread.sleep(10);
        }
        long started = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(started)).isPresent();

        child.close();

        assertThat(ProcessHandle.of(started).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void theOwnCommandStartsTheSameProgramWithRoomForAnInvestigation() {
        assertThat(OwnCommand.of("/jdk", "/opt/culprit/lib/culprit-cli.jar", "/opt/culprit/lib/culprit-cli.jar record"))
                .startsWith("/jdk/bin/java", "-Xmx160m")
                .endsWith("-jar", "/opt/culprit/lib/culprit-cli.jar");
        assertThat(OwnCommand.of("/jdk", "/a.jar:/b.jar", "io.culprit.cli.Main record --every 1s"))
                .endsWith("-cp", "/a.jar:/b.jar", "io.culprit.cli.Main");
    }
}
