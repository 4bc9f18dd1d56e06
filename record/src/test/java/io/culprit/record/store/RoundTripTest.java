package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in comes out, whatever it is. */
class RoundTripTest {
    static final Origin ORIGIN = new Origin("server1", "boot-1", "test");

    @TempDir
    Path dir;

    @Test
    void everyValueOfEveryProcessComesOutAsItWentIn() throws RecordingException {
        for (int seed = 0; seed < 20; seed++) {
            Path at = dir.resolve("seed-" + seed);
            World world = new World(seed);
            record(at, world, seed, 30 + seed);
            try (Recording recording = RecordingDirectory.read(at)) {
                Expected.same(recording, world.samples, World.BOOTED);
                Expected.sameHost(recording.host(TimeRange.ALL, key -> true), world.samples);
                for (Lifetime life : recording.processes(TimeRange.ALL)) {
                    assertThat(life.process())
                            .isEqualTo(world.processes.get(life.process().id()));
                }
                assertThat(recording.overview().orElseThrow().damage()).isEmpty();
            }
        }
    }

    private static void record(Path at, World world, int processes, int samples) throws RecordingException {
        try (RecordingWriter writer = RecordingDirectory.write(at, ORIGIN, Limits.USUAL)) {
            for (int i = 0; i < samples; i++) {
                assertThat(writer.append(world.next(writer, processes, 10_000)))
                        .isInstanceOf(RecordingWriter.Written.Durable.class);
            }
        }
    }

    @Test
    void aFrameOfNobodyAndOneOfFiveThousandAreSamplesToo() throws RecordingException {
        World world = new World(1);
        try (RecordingWriter writer = RecordingDirectory.write(dir, ORIGIN, Limits.USUAL)) {
            writer.append(world.next(writer, 0, 10_000));
            writer.append(world.next(writer, 5000, 10_000));
            writer.append(world.next(writer, 5000, 10_000));
            writer.append(world.next(writer, 0, 10_000));
        }
        try (Recording recording = RecordingDirectory.read(dir)) {
            Expected.same(recording, world.samples, World.BOOTED);
        }
    }

    @Test
    void aRangeCutsTheStretchesAndTheLifetimes() throws RecordingException {
        World world = new World(2);
        record(dir, world, 20, 50);
        long from = world.samples.get(17).wall();
        long to = world.samples.get(31).wall();
        try (Recording recording = RecordingDirectory.read(dir)) {
            TimeRange range = new TimeRange(from, to);
            List<Expected.Found> found = Expected.all(recording, range);
            assertThat(found).hasSize(15);
            for (int i = 0; i < 15; i++) {
                Expected.same(found.get(i), world.samples.get(17 + i));
                assertThat(found.get(i).time())
                        .isEqualTo(world.samples.get(17 + i).wall());
            }
            assertThat(recording.processes(range)).allSatisfy(life -> {
                assertThat(life.firstMillis()).isBetween(from, to);
                assertThat(life.ended()).isEqualTo(life.lastMillis() < to);
            });
            assertThat(recording.host(range, "key:1"::equals).lines()).hasSize(1);
            assertThat(Expected.all(recording, new TimeRange(from + 1, from + 2)))
                    .isEmpty();
        }
    }

    @Test
    void eventsComeWithTheNextSampleOrAtTheEnd() throws RecordingException {
        World world = new World(3);
        RecordingEvent early = new RecordingEvent(world.wall, RecordingEvent.Kind.STARTED, "began");
        RecordingEvent late = new RecordingEvent(world.wall + 30_000, RecordingEvent.Kind.STOPPED, "ended\n\u001b[2J");
        try (RecordingWriter writer = RecordingDirectory.write(dir, ORIGIN, Limits.USUAL)) {
            writer.event(early);
            writer.append(world.next(writer, 1, 10_000));
            writer.event(late);
        }
        try (Recording recording = RecordingDirectory.read(dir)) {
            assertThat(recording.events(TimeRange.ALL)).containsExactly(early, late);
            assertThat(recording.events(new TimeRange(0, world.wall))).containsExactly(early);
        }
    }

    @Test
    void aRecordingWithoutSamplesHasNoOverview() throws RecordingException {
        RecordingDirectory.write(dir, ORIGIN, Limits.USUAL).close();
        try (Recording recording = RecordingDirectory.read(dir)) {
            assertThat(recording.overview()).isEmpty();
            assertThat(recording.processes(TimeRange.ALL)).isEmpty();
            assertThat(recording.host(TimeRange.ALL, key -> true).lines()).isEmpty();
        }
    }
}
