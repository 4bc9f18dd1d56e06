package io.culprit.record.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.Check;
import io.culprit.model.Check.Status;
import io.culprit.model.Diagnosis;
import io.culprit.model.evidence.Usage.ProcessUsage;
import io.culprit.model.recording.Recording;
import io.culprit.record.imports.ImportOutcome;
import io.culprit.record.imports.ImportRequest;
import io.culprit.record.imports.ImportSource;
import io.culprit.record.imports.Imports;
import io.culprit.record.store.Limits;
import io.culprit.record.store.Origin;
import io.culprit.record.store.RecordingDirectory;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs of other tools: they know the sums of RSS and of CPU, and not the parts. */
class ImportedReplayTest {
    /** The shell that spins, and the program that allocates 5 MiB a second, in all captures. */
    private static final int SPINS = 5;

    private static final int GROWS = 4;

    @TempDir
    Path into;

    private Diagnosis atTheEndOf(String log) throws Exception {
        String resource = "/io/culprit/record/imports/" + log;
        ImportOutcome outcome = Imports.run(
                new ImportRequest(
                        List.of(new ImportSource(
                                log, Optional.of(Instant.parse("2026-11-25T01:21:00Z")), () -> open(resource), true)),
                        Optional.empty(),
                        ZoneOffset.UTC,
                        Optional.empty(),
                        Optional.empty()),
                (host, bootId) -> RecordingDirectory.write(into, new Origin(host, bootId, "test"), Limits.USUAL));
        assertThat(outcome).isInstanceOf(ImportOutcome.Done.class);
        try (Recording recording = RecordingDirectory.read(into)) {
            long end = recording.overview().orElseThrow().range().toMillis();
            Replay.Outcome replayed = Replay.of(recording, end, Optional.empty(), ZoneOffset.UTC);
            assertThat(replayed).isInstanceOf(Replay.Outcome.Done.class);
            return ((Replay.Outcome.Done) replayed).diagnosis();
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(ImportedReplayTest.class.getResourceAsStream(resource), resource);
    }

    private static ProcessUsage process(Diagnosis d, int pid) {
        return d.evidence().usage().asOptional().orElseThrow().processes().stream()
                .filter(p -> p.id().pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private static Check check(Diagnosis d, String id) {
        return d.checks().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps-en-us.log", "ps-aux-marks.log", "ps-many-epoch.log", "pidstat-ru.txt", "top-b.txt"})
    void whoSpinsHasUsedTheCpu(String log) throws Exception {
        Diagnosis d = atTheEndOf(log);
        ProcessUsage shell = process(d, SPINS);
        assertThat(shell.cpus()).isBetween(0.3, 1.1);
        assertThat(d.evidence().suspects()).anyMatch(s -> s.id().pid() == SPINS);
        assertThat(check(d, "consumers").status()).isNotEqualTo(Status.UNKNOWN);
        assertThat(d.findings())
                .filteredOn(f -> f.id().equals("cpu-consumer"))
                .allSatisfy(f -> assertThat(f.evidence().toString()).doesNotContain("0 % user, 0 % system"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ps-en-us.log", "ps-aux-marks.log", "ps-rss-vsz-args.log", "pidstat-ru.txt", "top-b.txt"})
    void whoGrowsHasGrown(String log) throws Exception {
        Diagnosis d = atTheEndOf(log);
        List<Long> rss = process(d, GROWS).rssReadings();
        assertThat(rss.getLast() - rss.getFirst()).isGreaterThan(4L << 20);
        assertThat(process(d, GROWS).rssBytes()).isEqualTo(rss.getLast());
        assertThat(check(d, "memory-growth").status()).isNotEqualTo(Status.UNKNOWN);
    }

    @Test
    void aSumIsNeitherUserNorSystem() throws Exception {
        ProcessUsage shell = process(atTheEndOf("ps-en-us.log"), SPINS);
        assertThat(shell.undivided()).isEqualTo(shell.cpus()).isPositive();
        assertThat(shell.user() + shell.system()).isZero();
    }

    @Test
    void whatTheLogDoesNotHoldIsNoAllClear() throws Exception {
        Diagnosis memoryAlone = atTheEndOf("ps-rss-vsz-args.log");
        assertThat(check(memoryAlone, "consumers").status()).isEqualTo(Status.UNKNOWN);
        assertThat(check(memoryAlone, "unaccounted-cpu").status()).isEqualTo(Status.UNKNOWN);
        assertThat(check(memoryAlone, "threads").status()).isEqualTo(Status.UNKNOWN);
    }
}
