package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.store.RecordingWriter.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rewritten by metric is what was appended. Ten minutes between samples: 24 of them fill a segment. */
class SealedTest {
    static final long TEN_MINUTES = 600_000;

    @TempDir
    Path dir;

    static List<String> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> !f.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyValueIsThereInSealedSegmentsToo() throws Exception {
        for (int seed = 100; seed < 110; seed++) {
            Path at = dir.resolve("seed-" + seed);
            World world = new World(seed);
            try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL)) {
                for (int i = 0; i < 150; i++) {
                    writer.event(new RecordingEvent(world.wall, RecordingEvent.Kind.SPIKE, "spike " + i));
                    assertThat(writer.append(world.next(writer, seed - 90, TEN_MINUTES)))
                            .isInstanceOf(Written.Durable.class);
                }
            }
            assertThat(files(at)).filteredOn(f -> f.endsWith(".seg")).hasSize(6);
            assertThat(files(at)).filteredOn(f -> !f.endsWith(".seg")).hasSize(1);
            compare(at, world);
        }
    }

    private static void compare(Path at, World world) throws RecordingException {
        try (Recording recording = RecordingDirectory.read(at)) {
            Expected.same(recording, world.samples, World.BOOTED);
            Expected.sameHost(recording.host(TimeRange.ALL, key -> true), world.samples);
            assertThat(recording.events(TimeRange.ALL)).hasSize(world.samples.size());
            for (Lifetime life : recording.processes(TimeRange.ALL)) {
                assertThat(life.process())
                        .isEqualTo(world.processes.get(life.process().id()));
            }
            Overview overview = recording.overview().orElseThrow();
            assertThat(overview.damage()).isEmpty();
            assertThat(overview.samples()).isEqualTo(world.samples.size());
            assertThat(overview.processSamples())
                    .isEqualTo(world.samples.stream()
                            .mapToInt(s -> s.values().size())
                            .sum());
            assertThat(overview.range())
                    .isEqualTo(new TimeRange(
                            world.samples.getFirst().wall(),
                            world.samples.getLast().wall()));
            assertThat(overview.host()).isEqualTo("server1");
        }
    }

    @Test
    void aLargeSegmentIsSealedAStepAtATime() throws Exception {
        FiveDays host = new FiveDays(2000, 10_000, World.BOOTED);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL, false)) {
            for (int i = 0; i < 185; i++) {
                writer.append(host.next(writer, World.BOOTED, i, Long.MAX_VALUE));
            }
            assertThat(files(dir)).containsExactly("00000001.live", "00000001.tmp", "00000002.live");
            long live = sum(dir, 185);
            for (int i = 185; i < 220; i++) {
                writer.append(host.next(writer, World.BOOTED, i, Long.MAX_VALUE));
            }
            assertThat(files(dir)).containsExactly("00000001.seg", "00000002.live");
            assertThat(sum(dir, 185)).isEqualTo(live);
        }
        try (Recording recording = RecordingDirectory.read(dir)) {
            assertThat(recording.overview().orElseThrow().samples()).isEqualTo(220);
        }
    }

    @Test
    void whatIsFinishedIsSealedToTheLastSample() throws Exception {
        World world = new World(8);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
            for (int i = 0; i < 30; i++) {
                writer.append(world.next(writer, 12, TEN_MINUTES));
            }
            writer.event(new RecordingEvent(world.wall, RecordingEvent.Kind.STOPPED, "the last word"));
            writer.finish();
        }
        assertThat(files(dir)).containsExactly("00000001.seg", "00000002.seg");
        try (Recording recording = RecordingDirectory.read(dir)) {
            Expected.same(recording, world.samples, World.BOOTED);
            Expected.sameHost(recording.host(TimeRange.ALL, key -> true), world.samples);
            assertThat(recording.events(TimeRange.ALL))
                    .extracting(RecordingEvent::text)
                    .containsExactly("the last word");
            assertThat(recording.overview().orElseThrow().damage()).isEmpty();
        }
    }

    /** Of all values at the first samples, each with its process, its metric and its time. */
    private static long sum(Path at, int samples) throws RecordingException {
        long[] sum = new long[2];
        try (Recording recording = RecordingDirectory.read(at)) {
            TimeRange range = new TimeRange(0, World.BOOTED + (samples - 1) * 10_000L);
            recording.scan(range, EnumSet.allOf(ProcessMetric.class), stretch -> {
                for (int row = 0; row < stretch.processes(); row++) {
                    for (ProcessMetric metric : ProcessMetric.values()) {
                        for (int k = 0; k < stretch.length(row); k++) {
                            long value = stretch.column(metric)[stretch.offset(row) + k];
                            long key = stretch.process(row).id().pid() * 31L + metric.number();
                            sum[0] += (value ^ key) * (stretch.times()[stretch.first(row) + k] | 1);
                            sum[1]++;
                        }
                    }
                }
            });
        }
        assertThat(sum[1]).isGreaterThan(2000L * samples * ProcessMetric.values().length);
        return sum[0];
    }

    @Test
    void theNextWriterGoesOnWithTheSameSegmentAndSealsWhatWasLeft() throws Exception {
        World world = new World(5);
        for (int restart = 0; restart < 12; restart++) {
            try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
                world.restart(writer);
                for (int i = 0; i < 5; i++) {
                    writer.append(world.next(writer, 12, TEN_MINUTES));
                }
            }
        }
        assertThat(files(dir)).containsExactly("00000001.seg", "00000002.seg", "00000003.live");
        try (Recording recording = RecordingDirectory.read(dir)) {
            Expected.same(recording, world.samples, World.BOOTED);
        }
    }

    @Test
    void aProcessOfOneBootIsNoneOfTheNext() throws Exception {
        World world = new World(6);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL)) {
            for (int i = 0; i < 5; i++) {
                writer.append(world.next(writer, 12, TEN_MINUTES));
            }
        }
        world.reboot("boot-2");
        try (RecordingWriter writer =
                RecordingDirectory.write(dir, new Origin("server1", "boot-2", "test"), Limits.USUAL)) {
            for (int i = 0; i < 5; i++) {
                writer.append(world.next(writer, 12, TEN_MINUTES));
            }
        }
        assertThat(files(dir)).containsExactly("00000001.seg", "00000002.live");
        try (Recording recording = RecordingDirectory.read(dir)) {
            List<Expected.Found> found = Expected.all(recording, TimeRange.ALL);
            for (int i = 0; i < 10; i++) {
                Expected.same(found.get(i), world.samples.get(i));
                assertThat(found.get(i).time()).isEqualTo(world.samples.get(i).wall());
            }
            long lastOfFirst = world.samples.get(4).wall();
            assertThat(recording.processes(TimeRange.ALL)).allSatisfy(life -> {
                if (life.process().id().bootId().equals("boot-1")) {
                    assertThat(life.ended()).isEqualTo(life.lastMillis() < lastOfFirst);
                }
            });
        }
    }

    @Test
    void whenTheWallClockIsSetAllSamplesOfTheBootMoveWithIt() throws Exception {
        for (long jump : new long[] {
            3_600_000,
            -3_600_000,
            Duration.ofDays(365).toMillis(),
            -Duration.ofDays(365).toMillis()
        }) {
            Path at = dir.resolve("jump" + jump);
            World world = new World(7);
            try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL)) {
                writer.event(new RecordingEvent(world.wall, RecordingEvent.Kind.STARTED, "before"));
                for (int i = 0; i < 100; i++) {
                    if (i == 40) {
                        world.wall += jump;
                    }
                    writer.append(world.next(writer, 9, TEN_MINUTES));
                }
            }
            try (Recording recording = RecordingDirectory.read(at)) {
                Expected.same(recording, world.samples, World.BOOTED + jump);
                assertThat(recording.events(TimeRange.ALL).getFirst().millis())
                        .isEqualTo(World.BOOTED + 100_000 + jump);
                long started =
                        recording.processes(TimeRange.ALL).getFirst().process().startedMillis();
                assertThat(started).isBetween(World.BOOTED + jump, World.BOOTED + jump + 700_001);
            }
        }
    }
}
