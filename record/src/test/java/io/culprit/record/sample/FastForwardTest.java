package io.culprit.record.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.RecordingEvent.Kind;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.store.Limits;
import io.culprit.record.store.RecordingDirectory;
import io.culprit.record.store.RecordingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two days of the whole recorder, a sample each ten seconds: nothing grows but what is kept, and nothing is lost. */
class FastForwardTest {
    private static final int HOURS = 48;
    private static final int LOOK_EVERY_HOURS = 2;
    private static final int PROCESSES = 200;
    /** Twelve hours at the end are compared with the first day: by then each time of the day was seen once. */
    private static final int COMPARED_LOOKS = 6;

    private static final long MOST_GROWTH_BYTES = 1L << 20;
    private static final int LIVE_SAMPLES = 60;
    private static final Duration KEPT = Duration.ofHours(10);
    private static final Duration ASLEEP = Duration.ofMinutes(30);

    private record Look(long heap, int files, int openFiles, int handles, int known, long samples) {}

    @TempDir
    Path dir;

    private final List<Look> looks = new ArrayList<>();

    @Test
    void twoDaysOfTheWholeRecorderLeaveNoTraceButTheRecording() throws Exception {
        Limits limits = new Limits(KEPT, Limits.USUAL_MAX_BYTES);
        FastForward[] self = new FastForward[1];
        try (FastForward run = new FastForward(dir, limits, false, PROCESSES, samples -> happens(self[0], samples))) {
            self[0] = run;
            run.run(Duration.ofHours(HOURS / 2));
            run.run(Duration.ofHours(HOURS / 2));
            int due = HOURS * FastForward.SAMPLES_AN_HOUR;
            assertThat(run.samples).isEqualTo(due);
            assertThat(run.stored).isEqualTo(due);
            assertThat(run.lost + run.late).isZero();
            String hour = "the wall clock jumped by 3600 s";
            String back = "the wall clock jumped by -3600 s";
            assertThat(texts(run.events, Kind.CLOCK_JUMPED)).containsExactly(hour, back, back, hour);
            assertThat(run.said).containsExactly(hour, back, back, hour);
            assertThat(texts(run.events, Kind.STARTED)).hasSize(2);
            assertThat(texts(run.events, Kind.SPIKE)).hasSizeGreaterThan(2);
            flat("heap in use", Look::heap, MOST_GROWTH_BYTES);
            flat("files", Look::files, 1);
            flat("open files", Look::openFiles, 0);
            flat("handles", Look::handles, PROCESSES / 2);
            flat("processes known", Look::known, 0);
        }
        try (Recording recording = RecordingDirectory.read(dir)) {
            long[] times =
                    recording.host(TimeRange.ALL, HostKey.PROCESSES::equals).times();
            List<Long> gaps = new ArrayList<>();
            for (int i = 1; i < times.length; i++) {
                long step = times[i] - times[i - 1] - FastForward.EVERY.toMillis();
                if (Math.abs(step) > 1) {
                    gaps.add(step);
                }
            }
            assertThat(gaps)
                    .singleElement()
                    .satisfies(gap -> assertThat(gap - ASLEEP.toMillis()).isBetween(-1L, 1L));
            assertThat(texts(recording.events(TimeRange.ALL), Kind.CLOCK_JUMPED))
                    .hasSize(2);
        }
    }

    private void happens(FastForward run, int samples) throws IOException, RecordingException {
        int second = HOURS / 2 * FastForward.SAMPLES_AN_HOUR;
        run.herd.withLive = samples % second < LIVE_SAMPLES;
        if (samples % FastForward.SAMPLES_AN_HOUR != 0) {
            return;
        }
        int hour = samples / FastForward.SAMPLES_AN_HOUR;
        switch (hour) {
            case 9, 41 -> run.clock.set(Duration.ofHours(1));
            case 15, 39 -> run.clock.set(Duration.ofHours(-1));
            case 43 -> run.clock.suspend(ASLEEP);
            default -> {}
        }
        if (hour % LOOK_EVERY_HOURS == 0) {
            looks.add(
                    new Look(usedHeap(), run.files(), FastForward.openFiles(), run.handles, run.known, readable(hour)));
        }
    }

    /** @return its samples */
    private long readable(int hour) throws RecordingException {
        try (Recording recording = RecordingDirectory.read(dir)) {
            Overview overview = recording.overview().orElseThrow();
            assertThat(overview.damage()).isEmpty();
            assertThat(overview.samples())
                    .isBetween(
                            (long) FastForward.SAMPLES_AN_HOUR * Math.min(hour, KEPT.toHours() - 1),
                            (long) FastForward.SAMPLES_AN_HOUR * Math.min(hour, KEPT.toHours() + 8));
            return overview.samples();
        }
    }

    private void flat(String what, ToLongFunction<Look> value, long mostGrowth) {
        List<Long> all = looks.stream().map(value::applyAsLong).toList();
        assertThat(all).hasSize(HOURS / LOOK_EVERY_HOURS);
        long first = most(all.subList(0, all.size() / 2));
        long last = most(all.subList(all.size() - COMPARED_LOOKS, all.size()));
        assertThat(last).as("%s: %s", what, all).isLessThanOrEqualTo(first + mostGrowth);
    }

    private static long most(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static List<String> texts(List<RecordingEvent> events, Kind kind) {
        return events.stream()
                .filter(e -> e.kind() == kind)
                .map(RecordingEvent::text)
                .toList();
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
