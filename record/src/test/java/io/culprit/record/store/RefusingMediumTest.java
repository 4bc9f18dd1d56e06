package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.store.RecordingWriter.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was called durable is there, what was called lost is not, and that something was lost is told. */
class RefusingMediumTest {
    @TempDir
    Path dir;

    @Test
    void samplesThatFailHarmNoOthers() throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            Path at = Files.createDirectory(dir.resolve("seed-" + seed));
            World world = new World(seed);
            FaultyChunks faulty = new FaultyChunks(new FileChunks(at, false), seed);
            List<World.Sample> durable = new ArrayList<>();
            int failures = 0;
            try (RecordingWriter writer =
                    StoreWriter.open(faulty, WriterLock.take(at.toRealPath()), RoundTripTest.ORIGIN, Limits.USUAL)) {
                for (int i = 0; i < 120; i++) {
                    faulty.oneIn = i == 119 ? 0 : i / 10 % 3 == 2 ? 2 : 12;
                    if (writer.append(world.next(writer, 10, SealedTest.TEN_MINUTES)) instanceof Written.Durable) {
                        durable.add(world.samples.getLast());
                    } else {
                        failures++;
                    }
                }
            }
            assertThat(failures).isGreaterThan(10);
            try (Recording recording = RecordingDirectory.read(at)) {
                Expected.same(recording, durable, World.BOOTED);
                assertThat(recording.overview().orElseThrow().damage()).isEmpty();
                long end = durable.getLast().wall();
                assertThat(recording.processes(new TimeRange(end, end)))
                        .extracting(Lifetime::process)
                        .isSubsetOf(world.processes.values())
                        .hasSameSizeAs(durable.getLast().values().keySet());
                assertThat(told(recording)).isEqualTo(failures);
            }
        }
    }

    /** Sums up what the events say was lost. */
    private static int told(Recording recording) {
        int sum = 0;
        for (RecordingEvent event : recording.events(TimeRange.ALL)) {
            assertThat(event.kind()).isEqualTo(RecordingEvent.Kind.SAMPLES_LOST);
            assertThat(event.text()).endsWith("could not be stored: No space left on device");
            String first = event.text().split(" ", 2)[0];
            sum += first.equals("a") ? 1 : Integer.parseInt(first);
        }
        return sum;
    }

    @Test
    void whatCannotBeSealedAtTheEndStaysAsItWasAppended() throws Exception {
        World world = new World(2);
        FaultyChunks faulty = new FaultyChunks(new FileChunks(dir, true), 1);
        RecordingWriter writer =
                StoreWriter.open(faulty, WriterLock.take(dir.toRealPath()), RoundTripTest.ORIGIN, Limits.USUAL);
        for (int i = 0; i < 10; i++) {
            writer.append(world.next(writer, 5, SealedTest.TEN_MINUTES));
        }
        faulty.oneIn = 1;
        writer.finish();
        assertThat(SealedTest.files(dir)).containsExactly("00000001.live");
        try (Recording recording = RecordingDirectory.read(dir)) {
            Expected.same(recording, world.samples, World.BOOTED);
        }
    }

    @Test
    void eventsOutliveAFailedSample() throws Exception {
        World world = new World(1);
        RecordingEvent spike = new RecordingEvent(world.wall, RecordingEvent.Kind.SPIKE, "spike");
        FaultyChunks faulty = new FaultyChunks(new FileChunks(dir, true), 1);
        try (RecordingWriter writer =
                StoreWriter.open(faulty, WriterLock.take(dir.toRealPath()), RoundTripTest.ORIGIN, Limits.USUAL)) {
            writer.event(spike);
            faulty.oneIn = 1;
            Written lost = writer.append(world.next(writer, 3, 10_000));
            assertThat(lost).isEqualTo(new Written.Lost("No space left on device"));
            faulty.oneIn = 0;
        }
        try (Recording recording = RecordingDirectory.read(dir)) {
            assertThat(recording.overview()).isEmpty();
            assertThat(recording.events(TimeRange.ALL))
                    .extracting(RecordingEvent::kind)
                    .containsExactlyInAnyOrder(RecordingEvent.Kind.SPIKE, RecordingEvent.Kind.SAMPLES_LOST);
        }
    }
}
