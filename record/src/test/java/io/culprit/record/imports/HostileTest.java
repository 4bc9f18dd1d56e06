package io.culprit.record.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.ProcessMetric;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, or that somebody made so. */
class HostileTest {
    private static final int ROUNDS = 150;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ps-rss-vsz-args.log",
                "ps-aux-marks.log",
                "ps-en-us.log",
                "ps-many-epoch.log",
                "ps-wide.log",
                "pidstat-all-h.txt",
                "pidstat-ru.txt",
                "pidstat-uw-ampm.txt",
                "atop-P.txt",
                "atop-Z.txt",
                "top-b.txt",
                "top-b-e-m.txt",
                "busybox-top.txt",
                "sar-rqunv.txt",
                "sar-A-ampm.txt",
                "sadf-d.txt",
                "sadf-dh.txt",
                "sadf-A.json"
            })
    void whatIsCutFlippedAndShuffledNeverThrows(String file) {
        byte[] whole = Imported.bytes(file);
        Random random = new Random(file.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] broken = whole.clone();
            switch (round % 3) {
                case 0 -> broken = Arrays.copyOf(broken, random.nextInt(broken.length));
                case 1 -> {
                    for (int i = 0; i < 1 + random.nextInt(40); i++) {
                        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                    }
                }
                default -> {
                    List<String> lines = Arrays.asList(new String(broken, StandardCharsets.UTF_8).split("\n", -1));
                    Collections.shuffle(lines, random);
                    broken = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
                }
            }
            // MemoryWriter throws for what no store has to accept: falling times, a handle twice, of another boot.
            Imported log = Imported.of(Imported.UTC, Optional.empty(), Optional.empty(), Imported.source(file, broken));
            assertThat(log.outcome()).isNotNull();
        }
    }

    /** Every value of a gauge stands in the file: lines in another order give no other values. */
    @ParameterizedTest
    @ValueSource(strings = {"ps-rss-vsz-args.log", "ps-aux-marks.log", "pidstat-r-h.txt", "atop-P.txt", "top-b.txt"})
    void shuffledLinesInventNoValue(String file) {
        Set<String> printed = new HashSet<>(Arrays.asList(Imported.content(file).split("\\s+", -1)));
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> lines = Arrays.asList(Imported.content(file).split("\n", -1));
            Collections.shuffle(lines, random);
            Imported log = Imported.text(String.join("\n", lines));
            for (MemoryWriter.Sample sample : log.samples()) {
                for (MemoryWriter.Value row : sample.rows()) {
                    Long rss = row.values().get(ProcessMetric.RSS);
                    if (rss != null) {
                        assertThat(printed).contains(String.valueOf(rss / 1024));
                    }
                }
            }
        }
    }

    @Test
    void aLineOfAHundredMegabytesTakesNoMemoryAndHarmsNoOther() {
        byte[] before = "1795528831\n  PID   RSS COMMAND\n    7  100 a\n".getBytes(StandardCharsets.UTF_8);
        byte[] after = "\n    8  200 b\n".getBytes(StandardCharsets.UTF_8);
        InputStream endless = new InputStream() {
            private long left = 100_000_000;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int count = (int) Math.min(left, length);
                if (count <= 0) {
                    return -1;
                }
                Arrays.fill(into, offset, offset + count, (byte) 'x');
                left -= count;
                return count;
            }
        };
        InputStream all = new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(before), endless, new ByteArrayInputStream(after))));

        Imported log = Imported.of(
                Imported.UTC,
                Optional.empty(),
                Optional.empty(),
                new ImportSource("pipe", Optional.empty(), () -> all, false));

        assertThat(log.samples().getFirst().rows()).hasSize(2);
        assertThat(log.onlyFile().troubles()).anyMatch(t -> t.what().contains("longer than 65536 bytes"));
    }

    @Test
    void nulBytesAndInvalidUtf8AreOfNoConsequence() {
        byte[] log = "\0\0\0\0001795528831\n  PID   RSS COMMAND\n    7  100 na\u00ffme\n"
                .getBytes(StandardCharsets.ISO_8859_1);

        Imported imported = Imported.of(Imported.UTC, Optional.empty(), Optional.empty(), Imported.source("f", log));
        assertThat(imported.process(7).name()).isEqualTo("na\uFFFDme");
    }

    @Test
    void gzipIsToldByItsFirstBytesAndWhatIsLeftOfABrokenOneIsKept() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Imported.bytes("ps-rss-vsz-args.log"));
        }
        byte[] whole = packed.toByteArray();

        Imported log = of(whole);
        assertThat(log.samples()).hasSize(3);
        Imported broken = of(Arrays.copyOf(whole, whole.length - 20));
        assertThat(broken.samples()).isNotEmpty();
        assertThat(broken.onlyFile().troubles()).anyMatch(t -> t.what().startsWith("cannot be read on"));
    }

    @Test
    void numbersThatCannotBeTrueAreNone() {
        Imported log = Imported.text("""
                1795528831
                  PID   RSS     TIME COMMAND
                    7 99999999999999999999 00:00:01 a
                    8  100 99999999999999999:00:01 b
                99999999999  100 00:00:01 c
                    9  100 00:00:01 d
                """);

        assertThat(log.samples().getFirst().rows())
                .singleElement()
                .satisfies(r -> assertThat(r.process().id().pid()).isEqualTo(9));
        assertThat(log.onlyFile().badLines()).isEqualTo(3);
    }

    @Test
    void noPieceOfALineIsInTheReport() {
        Imported log = Imported.text("1795528831\n  PID   RSS COMMAND\n    7  1x0 a --password hunter2\n    8 100 b\n");

        assertThat(log.onlyFile().toString()).doesNotContain("hunter2");
    }

    @Test
    void filesAreReadInTheOrderOfTheirTimesAndGoOnWithOneAnother() {
        String head = "\n  PID   RSS COMMAND\n    7  %d a\n";
        ImportSource newer =
                Imported.source("ps.log", ("1795528931" + head.formatted(2)).getBytes(StandardCharsets.UTF_8));
        ImportSource older =
                Imported.source("ps.log.1", ("1795528831" + head.formatted(1)).getBytes(StandardCharsets.UTF_8));

        Imported log = Imported.of(Imported.UTC, Optional.empty(), Optional.empty(), newer, older);
        assertThat(log.series(7, ProcessMetric.RSS)).containsExactly(1024L, 2048L);
        assertThat(log.processes()).hasSize(1);
        assertThat(log.summary().parts()).isEqualTo(1);
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void anEmptyFileAndOneOfProseAreRefusedWithAReason() {
        assertThat(of(new byte[0]).refusal()).contains("empty");
        assertThat(Imported.text("Dear all,\nthe server is slow.\n").refusal()).contains("it is none of ps");
    }

    private static Imported of(byte[] bytes) {
        return Imported.of(Imported.UTC, Optional.empty(), Optional.empty(), Imported.source("f.log", bytes));
    }
}
