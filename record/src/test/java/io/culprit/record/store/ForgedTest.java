package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording that somebody sent may be forged: its checksums are right, and nothing else is. */
class ForgedTest {
    private static final int ROUNDS = 300;

    @TempDir
    Path dir;

    @Test
    void aForgedRecordingIsReadOrRefusedAndHarmsNobody() throws Exception {
        Path sound = dir.resolve("sound");
        World world = new World(9);
        try (RecordingWriter writer = RecordingDirectory.write(sound, RoundTripTest.ORIGIN, Limits.USUAL, false)) {
            for (int i = 0; i < 30; i++) {
                writer.event(new RecordingEvent(world.wall, RecordingEvent.Kind.SPIKE, "spike"));
                writer.append(world.next(writer, 5, SealedTest.TEN_MINUTES));
            }
        }
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path at = dir.resolve("round-" + round);
            Files.createDirectory(at);
            for (String file : new String[] {"00000001.seg", "00000002.live"}) {
                forge(sound.resolve(file), at, new Random(round));
            }
            try (Recording recording = RecordingDirectory.read(at)) {
                recording.scan(TimeRange.ALL, EnumSet.allOf(ProcessMetric.class), ForgedTest::touch);
                recording.host(TimeRange.ALL, key -> true);
                recording.events(TimeRange.ALL);
                recording.processes(TimeRange.ALL);
                refused += recording.overview().map(o -> o.damage().size()).orElse(1) > 0 ? 1 : 0;
            }
            World more = new World(round);
            more.boot = world.boot;
            try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL, false)) {
                for (int i = 0; i < 26; i++) {
                    assertThat(writer.append(more.next(writer, 2, SealedTest.TEN_MINUTES)))
                            .isInstanceOf(RecordingWriter.Written.Durable.class);
                }
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 4);
    }

    /** Every value that it says it has. */
    private static void touch(Stretch stretch) {
        long sum = 0;
        for (int row = 0; row < stretch.processes(); row++) {
            assertThat(stretch.process(row)).isNotNull();
            for (ProcessMetric metric : ProcessMetric.values()) {
                for (int k = 0; k < stretch.length(row); k++) {
                    assertThat(stretch.first(row) + k).isLessThan(stretch.samples());
                    sum += stretch.column(metric)[stretch.offset(row) + k];
                }
            }
        }
        assertThat(stretch.times().length).isGreaterThanOrEqualTo(stretch.samples());
        assertThat(Long.toString(sum)).isNotEmpty();
    }

    /** Changes some bytes of some payloads, of packed ones also inside, and makes the checksums fit again. */
    private static void forge(Path from, Path directory, Random random) throws Exception {
        boolean live = from.toString().endsWith("live");
        Bytes payload = new Bytes(100);
        Bytes plain = new Bytes(100);
        FileChunks chunks = new FileChunks(directory, false);
        try (FileSource source = new FileSource(from, new Chunks.Segment(live ? 2 : 1, live), new Transfer());
                ChunkSink sink = live ? chunks.begin(2) : chunks.seal(1);
                Packing packing = new Packing()) {
            for (Chunk chunk : source.chunks()) {
                assertThat(source.read(chunk, payload)).isTrue();
                boolean packed = !live && chunk.kind() != ChunkKind.INDEX;
                if (packed) {
                    packing.unpack(payload.array(), payload.size(), plain);
                }
                Bytes target = packed && random.nextInt(4) > 0 ? plain : payload;
                for (int i = random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 0; i > 0; i--) {
                    target.array()[random.nextInt(target.size())] = (byte) random.nextInt();
                }
                if (target == plain) {
                    packing.begin(payload);
                    packing.end(plain);
                }
                sink.add(chunk.kind(), chunk.number(), payload);
            }
            sink.commit();
        }
    }
}
