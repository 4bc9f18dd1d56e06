package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Overview;
import io.culprit.model.recording.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two days of samples each ten seconds: nothing grows but what is kept. */
class FastForwardTest {
    private static final int SAMPLES = 17_280;
    private static final long MOST_GROWTH_BYTES = 2L << 20;

    @TempDir
    Path dir;

    @Test
    void twoDaysLeaveTheHeapAndTheDirectoryAsTheFirstHoursDid() throws Exception {
        Limits twelveHours = new Limits(Duration.ofHours(12), Limits.USUAL_MAX_BYTES);
        FiveDays host = new FiveDays(200, 10_000, World.BOOTED);
        List<Long> used = new ArrayList<>();
        int mostFiles = 0;
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, twelveHours, false)) {
            for (int i = 0; i < SAMPLES; i++) {
                assertThat(writer.append(host.next(writer, World.BOOTED, i, Long.MAX_VALUE)))
                        .isInstanceOf(RecordingWriter.Written.Durable.class);
                if (i % 1440 == 1439) {
                    used.add(usedHeap());
                    mostFiles = Math.max(mostFiles, SealedTest.files(dir).size());
                }
            }
        }
        long first =
                used.subList(0, 4).stream().mapToLong(Long::longValue).max().orElseThrow();
        long last =
                used.subList(8, 12).stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(last).as("heap in use: %s", used).isLessThan(first + MOST_GROWTH_BYTES);
        assertThat(mostFiles).isLessThanOrEqualTo(6);
        try (Recording recording = RecordingDirectory.read(dir)) {
            Overview overview = recording.overview().orElseThrow();
            assertThat(overview.damage()).isEmpty();
            assertThat(overview.samples()).isBetween(12 * 360L, 21 * 360L);
        }
    }

    private static long usedHeap() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(5);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
