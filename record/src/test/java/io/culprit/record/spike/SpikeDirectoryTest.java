package io.culprit.record.spike;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.Spike;
import io.culprit.model.recording.Spike.Riser;
import io.culprit.model.recording.Spike.Signal;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpikeDirectoryTest {
    private static final long AT = Instant.parse("2026-11-23T03:12:00.123Z").toEpochMilli();

    @TempDir
    Path store;

    private SpikeDirectory directory;

    @BeforeEach
    void openIt() {
        directory = new SpikeDirectory(store);
    }

    static Spike spike(long millis, String program) {
        return new Spike(
                millis,
                Signal.CPU,
                0.48,
                11.04,
                Optional.of(new Riser(program, program, new ProcessId("boot", 18354, 77), 12, 0.4, 11)));
    }

    @Test
    void whatIsKeptIsListedAsItWas() throws IOException {
        Spike s = spike(AT, "networkingd");
        directory.add(s, Optional.empty());
        directory.add(new Spike(AT + 5, Signal.IO_PRESSURE, 0.1, 0.7, Optional.empty()), Optional.of("not asked"));

        assertThat(directory.list(TimeRange.ALL))
                .extracting(StoredSpike::name, StoredSpike::problem)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("20261123T031200.123Z", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple("20261123T031200.128Z", Optional.of("not asked")));
        assertThat(directory.list(TimeRange.ALL).getFirst().spike()).isEqualTo(s);
        assertThat(directory.list(new TimeRange(AT + 1, AT + 9))).hasSize(1);
    }

    @Test
    void twoOfOneMomentHaveTwoNames() throws IOException {
        directory.add(spike(AT, "a"), Optional.empty());
        directory.add(spike(AT, "b"), Optional.empty());

        assertThat(directory.list(TimeRange.ALL))
                .extracting(StoredSpike::name)
                .containsExactly("20261123T031200.123Z", "20261123T031200.123Z-2");
    }

    @Test
    void filesAreForTheirOwnerAloneAndNothingElseIsLeft() throws IOException {
        directory.add(spike(AT, "a"), Optional.empty());

        Path spikes = store.resolve("spikes");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spikes)))
                .isEqualTo("rwx------");
        assertThat(spikes.resolve("20261123T031200.123Z.spike"))
                .satisfies(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                        .isEqualTo("rw-------"));
        try (var all = Files.list(spikes)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void aSpikeThatWasCutOffAnywhereIsNone() throws IOException {
        directory.add(spike(AT, "networkingd"), Optional.empty());
        Path file = store.resolve("spikes/20261123T031200.123Z.spike");
        String whole = Files.readString(file);
        for (int length = 0; length < whole.length() - 1; length++) {
            Files.writeString(file, whole.substring(0, length));
            assertThat(directory.list(TimeRange.ALL)).as("%d bytes", length).isEmpty();
        }
    }

    @Test
    void aNameMayHoldAnything() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            StringBuilder name = new StringBuilder();
            for (int c = 0; c < 20; c++) {
                name.append((char) (random.nextInt(4) == 0 ? random.nextInt(0xd800) : random.nextInt(128)));
            }
            Spike s = spike(AT + i, name.toString());
            directory.add(s, Optional.of(name.toString()));
            assertThat(directory.list(new TimeRange(AT + i, AT + i)))
                    .singleElement()
                    .satisfies(stored -> {
                        assertThat(stored.spike()).isEqualTo(s);
                        assertThat(stored.problem()).hasValue(name.toString());
                    });
            assertThat(SpikeText.words(s)).matches("[^\\p{Cntrl}]*");
        }
    }

    @Test
    void rubbishIsNoSpike() throws IOException {
        Path spikes = Files.createDirectories(store.resolve("spikes"));
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            Files.write(spikes.resolve("20261123T031200." + (100 + i) + "Z.spike"), bytes);
        }
        Files.writeString(spikes.resolve("20261123T031200.999Z.spike"), "format=1\nmillis=\\uzzzz\nend=true\n");
        Files.createDirectory(spikes.resolve("20261123T031201.000Z.spike"));
        Files.createSymbolicLink(spikes.resolve("20261123T031202.000Z.spike"), Path.of("/dev/zero"));

        assertThat(directory.list(TimeRange.ALL)).isEmpty();
    }

    @Test
    void whatIsOldOrTooMuchOrLeftOverGoes() throws IOException {
        for (int i = 0; i < 120; i++) {
            String name = directory.add(spike(AT + i * 1000L, "a"), Optional.empty());
            Files.writeString(directory.evidence(name), "evidence");
        }
        Path left = Files.writeString(store.resolve("spikes/.culprit-123.tmp"), "half");
        Files.setLastModifiedTime(left, FileTime.fromMillis(AT));
        Path fresh = Files.writeString(store.resolve("spikes/.culprit-124.tmp"), "half");

        directory.expire(AT + 60_000);

        List<StoredSpike> kept = directory.list(TimeRange.ALL);
        assertThat(kept).hasSize(60);
        assertThat(kept.getFirst().spike().millis()).isEqualTo(AT + 60_000);
        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
        directory.expire(AT - 1_000_000);
        for (int i = 0; i < 120; i++) {
            directory.add(spike(AT + 1_000_000 + i, "b"), Optional.empty());
        }
        directory.expire(AT);
        assertThat(directory.list(TimeRange.ALL))
                .hasSize(100)
                .allMatch(s ->
                        s.spike().riser().filter(r -> r.program().equals("b")).isPresent());
        try (var all = Files.list(store.resolve("spikes"))) {
            assertThat(all.filter(f -> f.toString().endsWith(".json.gz"))).isEmpty();
        }
    }

    @Test
    void aRecordingWithoutSpikesHasNone() throws IOException {
        assertThat(directory.list(TimeRange.ALL)).isEmpty();
        directory.expire(AT);
    }
}
