package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.store.RecordingWriter.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system that is really full. */
class FullDiskTest {
    @TempDir
    Path dir;

    @Test
    void aFullDiskCostsTheSamplesOfThatTimeAlone() throws Exception {
        try (Mounted mounted = Mounted.tmpfs(dir, "size=1m")) {
            World world = new World(1);
            List<World.Sample> durable = new ArrayList<>();
            int lost = 0;
            Path ballast = dir.resolve("lost+found");
            try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
                for (int i = 0; i < 200; i++) {
                    if (i == 60) {
                        fill(ballast);
                    } else if (i == 120) {
                        Files.delete(ballast);
                    }
                    switch (writer.append(world.next(writer, 10, SealedTest.TEN_MINUTES))) {
                        case Written.Durable ok -> durable.add(world.samples.getLast());
                        case Written.Lost no -> {
                            lost++;
                            assertThat(no.why()).contains("No space left on device");
                        }
                    }
                }
            }
            assertThat(lost).isBetween(30, 60);
            try (Recording recording = RecordingDirectory.read(dir)) {
                Expected.same(recording, durable, World.BOOTED);
                assertThat(recording.overview().orElseThrow().damage()).isEmpty();
                assertThat(recording.events(TimeRange.ALL))
                        .anyMatch(e -> e.kind() == RecordingEvent.Kind.SAMPLES_LOST
                                && e.text().contains("No space left on device"));
            }
            assertThat(SealedTest.files(dir))
                    .filteredOn(f -> f.endsWith(".tmp"))
                    .isEmpty();
            mounted.remount("ro");
            assertThatThrownBy(() -> RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL))
                    .isInstanceOf(RecordingException.class)
                    .hasMessage("cannot record to " + dir + ": " + dir.toRealPath() + "/lock: Read-only file system");
            try (Recording recording = RecordingDirectory.read(dir)) {
                Expected.same(recording, durable, World.BOOTED);
            }
        }
    }

    private static void fill(Path ballast) throws IOException {
        try (var out = Files.newOutputStream(ballast)) {
            byte[] piece = new byte[512];
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    @Test
    void aRecorderStartsOnAFullDiskAndBeginsOnceThereIsSpace() throws Exception {
        try (Mounted mounted = Mounted.tmpfs(dir, "size=128k")) {
            Path ballast = dir.resolve("lost+found");
            fill(ballast);
            World world = new World(2);
            try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
                assertThat(writer.append(world.next(writer, 5, 10_000))).isInstanceOf(Written.Lost.class);
                Files.delete(ballast);
                assertThat(writer.append(world.next(writer, 5, 10_000))).isInstanceOf(Written.Durable.class);
            }
            assertThat(mounted).isNotNull();
            try (Recording recording = RecordingDirectory.read(dir)) {
                Expected.same(recording, world.samples.subList(1, 2), World.BOOTED);
            }
        }
    }
}
