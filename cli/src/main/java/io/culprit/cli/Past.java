package io.culprit.cli;

import io.culprit.model.Diagnosis;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Replayed;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.replay.Replay;
import io.culprit.record.spike.SpikeDirectory;
import io.culprit.record.spike.StoredSpike;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A moment of a recording, judged, with the live investigations that lie near it. */
record Past(Diagnosis diagnosis, Replayed replayed) {
    /** Nearer than two spikes follow each other: it is the same incident. */
    private static final Duration NEAR = Duration.ofMinutes(10);

    static Past at(StoreOptions store, Instant at, Optional<Duration> window) throws CannotDo {
        Path directory = store.directory();
        try (Recording recording = Recordings.open(directory)) {
            return switch (Replay.of(recording, at.toEpochMilli(), window, ZoneId.systemDefault())) {
                case Replay.Outcome.NothingThere(String why) ->
                    throw new CannotDo(why + " (the recording in " + directory + ")");
                case Replay.Outcome.Done done ->
                    new Past(
                            done.diagnosis(),
                            new Replayed(
                                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                            at.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault())),
                                    done.first(),
                                    done.last(),
                                    done.samples(),
                                    done.intervalSeconds(),
                                    directory.toString(),
                                    investigations(directory, at)));
            };
        }
    }

    /** A hint alone: where they cannot be read, the replay is none the worse. */
    private static List<String> investigations(Path directory, Instant at) {
        TimeRange near =
                new TimeRange(at.minus(NEAR).toEpochMilli(), at.plus(NEAR).toEpochMilli());
        try {
            return new SpikeDirectory(directory)
                    .list(near).stream()
                            .map(StoredSpike::evidence)
                            .flatMap(Optional::stream)
                            .map(Path::toString)
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
