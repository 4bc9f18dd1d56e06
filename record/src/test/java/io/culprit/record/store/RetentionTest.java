package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Recording;
import io.culprit.record.store.RecordingWriter.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten minutes between samples, so a segment is four hours. */
class RetentionTest {
    private static final Limits A_DAY = new Limits(Duration.ofDays(1), Limits.USUAL_MAX_BYTES);
    private static final long YEAR_MILLIS = Duration.ofDays(365).toMillis();

    @TempDir
    Path dir;

    private void record(World world, Origin origin, Limits limits, int samples) throws RecordingException {
        try (RecordingWriter writer = RecordingDirectory.write(dir, origin, limits, false)) {
            world.restart(writer);
            for (int i = 0; i < samples; i++) {
                assertThat(writer.append(world.next(writer, 5, SealedTest.TEN_MINUTES)))
                        .isInstanceOf(Written.Durable.class);
            }
        }
    }

    private void theNewestAreKept(World world, long placement, int atLeast, int atMost) throws RecordingException {
        try (Recording recording = RecordingDirectory.read(dir)) {
            int kept = (int) recording.overview().orElseThrow().samples();
            assertThat(kept).isBetween(atLeast, atMost);
            List<World.Sample> all = world.samples;
            Expected.same(recording, all.subList(all.size() - kept, all.size()), placement);
        }
    }

    @Test
    void whatIsOlderThanADayGoes() throws Exception {
        World world = new World(1);
        record(world, RoundTripTest.ORIGIN, A_DAY, 1000);
        theNewestAreKept(world, World.BOOTED, 6 * 24, 6 * 24 + 48);
        assertThat(SealedTest.files(dir)).hasSizeLessThan(10);
    }

    @Test
    void aWallClockThatJumpsDeletesNothing() throws Exception {
        for (long jump : new long[] {YEAR_MILLIS, -YEAR_MILLIS, 3_600_000, -3_600_000}) {
            World world = new World(2);
            record(world, RoundTripTest.ORIGIN, A_DAY, 80);
            world.wall += jump;
            record(world, RoundTripTest.ORIGIN, A_DAY, 40);
            theNewestAreKept(world, World.BOOTED + jump, 120, 120);
            for (String file : SealedTest.files(dir)) {
                Files.delete(dir.resolve(file));
            }
        }
    }

    @Test
    void theTimeBetweenTwoBootsCounts() throws Exception {
        World world = new World(3);
        record(world, RoundTripTest.ORIGIN, A_DAY, 80);
        world.reboot("boot-2");
        world.wall += Duration.ofHours(30).toMillis();
        record(world, new Origin("server1", "boot-2", "test"), A_DAY, 5);
        theNewestAreKept(world, world.wall - world.boot, 5, 5);
    }

    @Test
    void theDirectoryNeverTakesMoreThanAllowed() throws Exception {
        Limits small = new Limits(Duration.ofDays(365), Limits.LEAST_MAX_BYTES);
        World world = new World(4);
        Random random = new Random(4);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, small, false)) {
            for (int i = 0; i < 600; i++) {
                writer.append(world.next(writer, 20 + random.nextInt(60), 10_000));
                assertThat(bytes()).isLessThanOrEqualTo(small.maxBytes());
            }
            assertThat(bytes()).isGreaterThan(small.maxBytes() / 2);
        }
        theNewestAreKept(world, World.BOOTED, 50, 599);
        record(world, RoundTripTest.ORIGIN, small, 1);
        theNewestAreKept(world, World.BOOTED, 50, 600);
    }

    private long bytes() throws IOException {
        long sum = 0;
        for (String file : SealedTest.files(dir)) {
            sum += Files.size(dir.resolve(file));
        }
        return sum;
    }

    @Test
    void theLiveSegmentStaysHoweverOldItIs() throws Exception {
        World world = new World(5);
        record(world, RoundTripTest.ORIGIN, A_DAY, 3);
        world.wall += Duration.ofDays(3).toMillis();
        world.boot += Duration.ofDays(3).toMillis();
        record(world, RoundTripTest.ORIGIN, A_DAY, 1);
        theNewestAreKept(world, World.BOOTED, 1, 1);
    }
}
