package io.culprit.record.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.HostKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SarTest {
    private static final String[] TIMES = {"2026-11-25T01:20:34Z", "2026-11-25T01:20:35Z", "2026-11-25T01:20:36Z"};

    @ParameterizedTest
    @ValueSource(strings = {"sar-rqunv.txt", "sadf-A.json", "sar-A-ampm.txt", "sadf-d.txt"})
    void theSameSeriesInEveryForm(String file) {
        Imported log = Imported.file(file);

        assertThat(log.summary().host()).isEqualTo("server1");
        assertThat(log.times()).containsExactly(TIMES);
        assertThat(log.host(HostKey.MEMORY + "MemFree"))
                .containsExactly(23260944L * 1024, 23204996L * 1024, 23239512L * 1024);
        assertThat(log.host(HostKey.LOAD_1)).containsOnly(5440L);
        assertThat(log.host(HostKey.RUNNABLE)).containsExactly(7L, 7L, 9L);
        assertThat(log.host(HostKey.SOCKETS_USED)).containsOnly(16L);
        assertThat(log.onlyFile().troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sar-rqunv.txt", "sadf-A.json", "sar-uALL.txt"})
    void sharesOfTheCpuBecomeTimeOfAllCpus(String file) {
        // 96.62 % of two CPUs for a second.
        assertThat(Imported.file(file).host(HostKey.CPU + "user")).startsWith(0L, 1_932_400L);
    }

    @Test
    void howManyCpusThereAreIsNotGuessed() {
        Imported log = Imported.file("sadf-d.txt");

        assertThat(log.summary().hostKeys()).noneMatch(k -> k.startsWith(HostKey.CPU));
        assertThat(log.onlyFile().notes()).anyMatch(n -> n.contains("how many CPUs"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sar-S.txt",
                "sar-w.txt",
                "sar-n-DEV.txt",
                "sar-qALL.txt",
                "sar-rALL.txt",
                "sadf-d-epoch.txt",
                "sadf-dh.txt",
                "sadf-dT.txt"
            })
    void everyTableIsThreeSamplesWithoutABadLine(String file) {
        Imported log = Imported.file(file);

        assertThat(log.times()).containsExactly(TIMES);
        assertThat(log.summary().hostKeys()).isNotEmpty();
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @Test
    void sideBySideInOneLineOfSadf() {
        Imported log = Imported.file("sadf-dh.txt");

        assertThat(log.host(HostKey.MEMORY + "MemFree").getFirst()).isEqualTo(23260944L * 1024);
        assertThat(log.host(HostKey.TASKS).getFirst()).isEqualTo(168);
    }

    @Test
    void ratesBecomeCounters() {
        assertThat(Imported.file("sar-w.txt").host(HostKey.CONTEXT_SWITCHES)).containsExactly(0L, 3878L, 10954L);
        assertThat(Imported.file("sar-qALL.txt").host(HostKey.PRESSURE_SOME + "cpu"))
                .containsExactly(0L, 957_300L, 1_914_000L);
    }

    @Test
    void aTableThatPassesMidnightAndTheNextThatBeginsBeforeItAgain() {
        String head = "Linux 6.1 (a) \t11/24/26 \t_x86_64_\t(2 CPU)\n\n";
        Imported log = Imported.text(head + "23:40:00 proc/s cswch/s\n23:50:00 1.00 2.00\n00:00:00 1.00 2.00\n\n"
                + "23:40:00 runq-sz blocked\n23:50:00 1 2\n00:00:00 3 4\nAverage: 2 3\n");

        assertThat(log.times()).containsExactly("2026-11-24T23:50:00Z", "2026-11-25T00:00:00Z");
        assertThat(log.host(HostKey.RUNNABLE)).containsExactly(1L, 3L);
    }

    @Test
    void jsonThatBreaksOffKeepsWhatCameBefore() {
        String json = Imported.content("sadf-A.json");
        Imported log = Imported.text(json.substring(0, json.indexOf("01:20:36") + 200));

        assertThat(log.samples()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(log.onlyFile().troubles()).anyMatch(t -> t.what().contains("no longer JSON"));
    }

    @Test
    void binaryFilesAreRefusedWithTheCommandThatPrintsThem() {
        byte[] sa = {(byte) 0x96, (byte) 0xd5, 0x75, 0x21, 1, 2};
        byte[] atop = {(byte) 0xef, (byte) 0xbe, (byte) 0xed, (byte) 0xfe, 1, 2};

        assertThat(of(sa).refusal()).contains("sadf -j");
        assertThat(of(atop).refusal()).contains("atop -r");
    }

    private static Imported of(byte[] bytes) {
        return Imported.of(Imported.UTC, Optional.empty(), Optional.empty(), Imported.source("f", bytes));
    }
}
