package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadWhileWritingTest {
    @TempDir
    Path dir;

    @Test
    void aReaderSeesWhatWasCommittedWhenItOpenedWhateverTheWriterDoesThen() throws Exception {
        World world = new World(1);
        Random random = new Random(1);
        List<Recording> readers = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Limits.USUAL, false)) {
            for (int i = 0; i < 150; i++) {
                writer.append(world.next(writer, 6, SealedTest.TEN_MINUTES));
                if (random.nextInt(6) == 0) {
                    readers.add(RecordingDirectory.read(dir));
                    sizes.add(world.samples.size());
                }
            }
            for (int i = 0; i < readers.size(); i++) {
                try (Recording recording = readers.get(i)) {
                    Expected.same(recording, world.samples.subList(0, sizes.get(i)), World.BOOTED);
                    assertThat(recording.overview().orElseThrow().damage()).isEmpty();
                }
            }
        }
    }

    @Test
    void readersInOtherThreadsFindOnlyTruthWhileSegmentsAreSealedAndDropped() throws Exception {
        World world = new World(2);
        Limits hours = new Limits(Duration.ofHours(10), Limits.USUAL_MAX_BYTES);
        List<World.Sample> written = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, hours, false)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> read(written, done)));
            }
            for (int i = 0; i < 2000; i++) {
                Frame frame = world.next(writer, 3, SealedTest.TEN_MINUTES);
                written.add(world.samples.getLast());
                writer.append(frame);
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private int read(List<World.Sample> written, AtomicBoolean done) throws RecordingException {
        int rounds = 0;
        while (!done.get() || rounds == 0) {
            try (Recording recording = RecordingDirectory.read(dir)) {
                for (Expected.Found found : Expected.all(recording, TimeRange.ALL)) {
                    int index = (int) ((found.time() - World.BOOTED - 100_000) / SealedTest.TEN_MINUTES) - 1;
                    Expected.same(found, written.get(index));
                }
                recording.overview().ifPresent(o -> assertThat(o.damage()).isEmpty());
            }
            rounds++;
        }
        return rounds;
    }
}
