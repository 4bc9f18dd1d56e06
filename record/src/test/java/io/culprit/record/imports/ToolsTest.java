package io.culprit.record.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pidstat, atop and top, as they were captured. */
class ToolsTest {
    private static final long KIB = 1024;

    @Test
    void allOfPidstatInOneLine() {
        Imported log = Imported.file("pidstat-all-h.txt");

        assertThat(log.summary().host()).isEqualTo("server1");
        assertThat(log.times()).containsExactly("2026-11-25T01:19:54Z", "2026-11-25T01:19:55Z", "2026-11-25T01:19:56Z");
        assertThat(log.series(4, ProcessMetric.RSS)).startsWith(161240 * KIB, 166488 * KIB);
        assertThat(log.series(4, ProcessMetric.FDS)).startsWith(153L, 158L);
        // A counter begins at nothing; from then on its differences are the rates that were printed.
        assertThat(log.series(5, ProcessMetric.CPU_USER)).startsWith(0L, 630_000L);
        assertThat(log.series(5, ProcessMetric.INVOLUNTARY_SWITCHES)).startsWith(0L, 261L);
        assertThat(log.process(8).name()).isEqualTo("odd) (na me");
        assertThat(log.onlyFile().badLines()).isZero();
        assertThat(log.onlyFile().unusedColumns())
                .contains("VSZ", "%CPU", "%wait")
                .doesNotContain("RSS");
    }

    @Test
    void tablesOfOneReportAreOneSample() {
        Imported log = Imported.file("pidstat-ru.txt");

        assertThat(log.times()).containsExactly("2026-11-25T01:19:57Z", "2026-11-25T01:19:58Z", "2026-11-25T01:19:59Z");
        assertThat(log.samples().getFirst().of(4).values())
                .containsKeys(ProcessMetric.RSS, ProcessMetric.CPU_USER, ProcessMetric.MINOR_FAULTS);
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pidstat-r-h.txt",
                "pidstat-r-h-epoch.txt",
                "pidstat-u-h-iso-l.txt",
                "pidstat-uw-ampm.txt",
                "pidstat-dwv-tall.txt",
                "pidstat-ut-threads.txt"
            })
    void everyWayOfPidstatIsThreeSamplesWithoutABadLine(String file) {
        Imported log = Imported.file(file);

        assertThat(log.samples()).hasSize(3);
        assertThat(log.times()).allMatch(t -> t.startsWith("2026-11-25T01:1") || t.startsWith("2026-11-25T01:2"));
        assertThat(log.onlyFile().badLines()).isZero();
        assertThat(log.processes()).extracting(p -> p.id().pid()).contains(5);
    }

    @Test
    void pidstatWithCommandLinesIsMasked() {
        assertThat(Imported.file("pidstat-u-h-iso-l.txt").process(9).command()).endsWith("--password ***");
    }

    @Test
    void theDateOfABannerThatMayMeanTwoDaysIsDecidedByTheUser() {
        String log = """
                Linux 6.1 (a)   05/11/26   _x86_64_ (2 CPU)

                # Time UID PID minflt/s RSS Command
                10:00:00 0 7 0.00 100 x
                """;

        assertThat(Imported.text(log).times()).containsExactly("2026-05-11T10:00:00Z");
        assertThat(Imported.text(log).onlyFile().notes()).anyMatch(n -> n.contains("month first"));
        assertThat(Imported.text(log, Imported.UTC, Optional.of(LocalDate.of(2026, 11, 5)))
                        .times())
                .containsExactly("2026-11-05T10:00:00Z");
    }

    @Test
    void atopCountsFromTheStartOfTheProcessesAndAddsWhatComes() {
        Imported log = Imported.file("atop-P.txt");

        assertThat(log.times()).containsExactly("2026-11-25T01:20:08Z", "2026-11-25T01:20:10Z", "2026-11-25T01:20:12Z");
        assertThat(log.series(5, ProcessMetric.CPU_USER)).isSorted().startsWith(27_960_000L);
        assertThat(log.series(4, ProcessMetric.MINOR_FAULTS)).isSorted().startsWith(58028L);
        assertThat(log.series(4, ProcessMetric.RSS)).startsWith(233560 * KIB);
        assertThat(log.series(4, ProcessMetric.VM_DATA)).startsWith(229540 * KIB);
        assertThat(log.process(4).startedMillis()).isEqualTo(1_795_569_563_000L);
        assertThat(log.process(8).name()).isEqualTo("odd) (na me");
        assertThat(log.process(9).command()).isEqualTo("clientd --listen 10.0.0.1:80 --password ***");
        assertThat(log.host(HostKey.LOAD_1).getFirst()).isEqualTo(6330);
        assertThat(log.host(HostKey.CPU + "user")).isSorted().startsWith(7_998_810_000L);
        assertThat(log.host(HostKey.MEMORY + "MemTotal")).containsOnly(6171023L * 4096);
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @Test
    void atopWithoutParenthesesIsReadToo() {
        Imported log = Imported.file("atop-Z.txt");

        assertThat(log.process(4).command()).startsWith("/root/.pyenv").endsWith("grow.py --label leak");
        assertThat(log.series(4, ProcessMetric.RSS)).hasSize(3).doesNotContainNull();
    }

    @Test
    void olderAtopLacksFieldsAndNewerHasMore() {
        String old = "PRM h 1795528831 2026/11/24 14:00:31 10 7 (a) S 4096 1000 500 20 0 0 3 1\n";
        String newer =
                "PRM h 1795528841 2026/11/24 14:00:41 10 7 (a) S 4096 1000 600 20 0 0 3 1 0 300 10 5 7 y 0 0 -3 -3 -3 -3 9 9\n";

        Imported log = Imported.text(old + "SEP\n" + newer);
        assertThat(log.series(7, ProcessMetric.RSS)).containsExactly(500 * KIB, 600 * KIB);
        assertThat(log.samples().getFirst().of(7).values()).doesNotContainKey(ProcessMetric.SWAP);
        assertThat(log.samples().getLast().of(7).values()).containsEntry(ProcessMetric.SWAP, 5 * KIB);
    }

    @Test
    void aNameThatLooksLikeTheRestOfTheLineOfAtopDoesNotShiftIt() {
        Imported log = Imported.text("""
                PRM h 1795528831 2026/11/24 14:00:31 10 7 (x) S 1 2 3) S 4096 1000 500 20 0 0 3 1 0 300 10 5 7 y
                PRG h 1795528831 2026/11/24 14:00:31 10 8 (sh) S 0 0 8 1 0 1795528000 (sh -c (a) 1 2 3 4 5 (b)) 1 0 1 0 0 0 y
                """);

        assertThat(log.process(7).name()).isEqualTo("x) S 1 2 3");
        assertThat(log.series(7, ProcessMetric.RSS)).containsExactly(500 * KIB);
        assertThat(log.process(8).command()).isEqualTo("sh -c (a) 1 2 3 4 5 (b)");
        assertThat(log.process(8).parent()).isEqualTo(1);
    }

    @Test
    void topHasTheCpuTimeInHundredthsAndTheDayOfItsFile() {
        Imported log = Imported.file("top-b.txt");

        assertThat(log.times()).containsExactly("2026-11-25T01:20:16Z", "2026-11-25T01:20:18Z", "2026-11-25T01:20:20Z");
        assertThat(log.series(5, ProcessMetric.CPU)).startsWith(35_410_000L, 36_660_000L);
        assertThat(log.series(4, ProcessMetric.RSS)).startsWith(276080 * KIB, 286420 * KIB);
        assertThat(log.process(8).name()).isEqualTo("odd) (na me");
        assertThat(log.host(HostKey.LOAD_1).getFirst()).isEqualTo(5510);
        assertThat(log.onlyFile().badLines()).isZero();
        assertThat(log.onlyFile().notes()).anyMatch(n -> n.contains("2026-11-25"));
    }

    @Test
    void topScalesMemoryAndItIsReadAsItWasPrinted() {
        Imported log = Imported.file("top-b-e-m.txt");

        assertThat(log.series(4, ProcessMetric.RSS).getFirst()).isEqualTo(310L * 1024 * 1024);
        assertThat(Numbers.topBytes("1.2g")).isEqualTo(1.2 * 1024 * 1024 * 1024);
        assertThat(Numbers.topBytes("x")).isNaN();
    }

    @Test
    void topPassesMidnightsBackFromTheTimeOfItsFile() {
        String head = "\n\n  PID USER  RES S %%CPU TIME+ COMMAND\n    7 root %d S 10.0 0:01.00 a\n";
        String up = " up 1 day, 1 user, load average: 0.1, 0.2, 0.3";
        Imported log = Imported.text("top - 23:50:00" + up + head.formatted(1) + "top - 00:10:00" + up
                + head.formatted(2) + "top - 00:50:00" + up + head.formatted(3));

        assertThat(log.times()).containsExactly("2026-11-24T23:50:00Z", "2026-11-25T00:10:00Z", "2026-11-25T00:50:00Z");
    }

    @Test
    void withoutCpuTimeThePercentOfTopAreAddedUp() {
        String head = "\n\n  PID USER  RES S %CPU COMMAND\n    7 root 100 S 50.0 a\n";
        Imported log = Imported.text("2026-11-24 10:00:00\ntop - 10:00:00 up 1 day" + head
                + "2026-11-24 10:00:10\ntop - 10:00:10 up 1 day" + head);

        assertThat(log.series(7, ProcessMetric.CPU)).containsExactly(0L, 5_000_000L);
    }

    @Test
    void topOfBusyboxIsRefusedWithWhatToDoInstead() {
        assertThat(Imported.file("busybox-top.txt").refusal())
                .contains("busybox")
                .contains("ps -o pid");
    }

    @Test
    void aLogOfTopWithDatesBetweenNeedsNoOther() {
        String block =
                "\ntop - 14:00:31 up 1 day\n\n  PID USER  RES S %CPU TIME+ COMMAND\n    7 root 100 S 50.0 0:01.00 a\n";
        assertThat(Imported.text("Fri Nov 20 14:00:30 UTC 2026" + block + "Sat Nov 21 14:00:30 UTC 2026" + block)
                        .times())
                .isEqualTo(List.of("2026-11-20T14:00:31Z", "2026-11-21T14:00:31Z"));
    }
}
