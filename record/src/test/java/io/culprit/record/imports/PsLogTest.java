package io.culprit.record.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.ProcessMetric;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PsLogTest {
    private static final long KIB = 1024;
    private static final String BLOCK = "\n  PID   RSS COMMAND\n    7  %d sleep 100\n";

    @Test
    void residentMemoryIsWhatPsPrinted() {
        Imported log = Imported.file("ps-rss-vsz-args.log");

        assertThat(log.series(4, ProcessMetric.RSS)).containsExactly(12612 * KIB, 23976 * KIB, 34308 * KIB);
        assertThat(log.times()).containsExactly("2026-11-25T01:19:24Z", "2026-11-25T01:19:26Z", "2026-11-25T01:19:28Z");
        assertThat(log.onlyFile().unusedColumns()).containsExactly("VSZ");
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @Test
    void theHeadOfPsAuxNeedsNoOrder() {
        Imported log = Imported.file("ps-aux-marks.log");

        assertThat(log.times().getFirst()).isEqualTo("2026-11-25T01:19:30Z");
        assertThat(log.series(4, ProcessMetric.RSS).getFirst()).isEqualTo(44644 * KIB);
        assertThat(log.series(5, ProcessMetric.CPU)).isSorted().startsWith(2_000_000L);
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @Test
    void psEfGivesCpuTimeAndParentsAndNoMemory() {
        Imported log = Imported.file("ps-ef-iso.log");

        assertThat(log.summary().metrics()).containsExactly(ProcessMetric.CPU);
        assertThat(log.process(5).parent()).isEqualTo(1);
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @Test
    void theStartThatIsPrintedIsTheStart() {
        Imported log = Imported.file("ps-many-epoch.log");

        // ELAPSED and STARTED say the same to a second.
        assertThat(log.process(4).startedMillis()).isBetween(1_795_569_562_000L, 1_795_569_564_000L);
        assertThat(log.series(4, ProcessMetric.THREADS)).containsOnly(1L);
        // The last column may be the name or the command line: the first word is taken, as of a command line.
        assertThat(log.process(8).name()).isEqualTo("odd)");
        assertThat(log.process(8).command()).isEqualTo("odd) (na me");
        assertThat(log.onlyFile().badLines()).isZero();
    }

    @Test
    void aNameWithBlanksInTheMiddleDoesNotShiftTheNumbersBehindIt() {
        Imported log = Imported.file("ps-en-us.log");

        assertThat(log.process(8).name()).isEqualTo("odd) (na me");
        assertThat(log.process(8).command()).isEqualTo("./odd an argument with blanks");
        assertThat(log.series(8, ProcessMetric.RSS)).containsOnly(1164 * KIB);
        assertThat(log.series(5, ProcessMetric.CPU)).containsExactly(4_000_000L, 5_000_000L, 6_000_000L);
        assertThat(log.times().getFirst()).isEqualTo("2026-11-25T01:19:36Z");
    }

    @Test
    void aHeaderOnceIsEnoughAndWhatOverflowsItsColumnIsReadStill() {
        Imported log = Imported.file("ps-header-once.log");

        assertThat(log.series(4, ProcessMetric.RSS))
                .hasSize(3)
                .startsWith(104564 * KIB)
                .isSorted();
        assertThat(log.process(4).name()).isEqualTo("python3");
        assertThat(log.process(4).command()).startsWith("/root/.pyenv");
        assertThat(log.process(8).name()).isEqualTo("odd) (na");
        assertThat(log.process(8).command()).isEqualTo("./odd an argument with blanks");
    }

    @Test
    void faultsAndBytesOfTheBlockLayerAreCounters() {
        Imported log = Imported.file("ps-wide.log");

        assertThat(log.series(4, ProcessMetric.MINOR_FAULTS).getFirst()).isEqualTo(30906);
        assertThat(log.series(1, ProcessMetric.READ_BYTES)).startsWith(733184L, 737280L);
        assertThat(log.process(4).startedMillis()).isEqualTo(1_795_569_563_000L);
    }

    @Test
    void withoutAnyHeaderNothingIsGuessed() {
        assertThat(Imported.file("ps-en-gb-noyear.log").refusal()).contains("no header says which column is which");
    }

    @Test
    void secretsAreMaskedWithAllWordsThatMayBelongToThem() {
        Imported log = Imported.text("1795569570\n  PID   RSS COMMAND\n    7  100 run --password a b c -v token=x y\n");

        assertThat(Imported.file("ps-aux-marks.log").process(9).command())
                .isEqualTo("clientd --listen 10.0.0.1:80 --password ***");
        assertThat(log.process(7).command()).isEqualTo("run --password *** -v token=***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tue Nov 24 14:00:31 UTC 2026",
                "Tue Nov 24 02:00:31 PM UTC 2026",
                "Tue 24 Nov 14:00:31 UTC 2026",
                "Tue 24 Nov 2026 02:00:31 PM UTC",
                "Tue, 24 Nov 2026 15:00:31 +0100",
                "=== Tue Nov 24 14:00:31 UTC 2026 ===",
                "2026-11-24T14:00:31Z",
                "2026-11-24T15:00:31+01:00",
                "2026-11-24 14:00:31",
                "[2026-11-24 14:00:31,000] sample",
                "20261124-140031",
                "24.11.2026 14:00:31",
                "11/24/2026 14:00:31",
                "11/24/26 02:00:31 PM",
                "----- 1795528831 -----",
                "1795528831.000",
                "1795528831000",
                "Tue Nov 24 09:00:31 EST 2026",
                "Nov 24 14:00:31"
            })
    void datesAreReadInManyForms(String date) {
        assertThat(Imported.text(date + BLOCK.formatted(100)).times()).containsExactly("2026-11-24T14:00:31Z");
    }

    @ParameterizedTest
    @CsvSource({
        "1795528831 7 100 sleep, its digits are beside others",
        "root 7 Tue Nov 24 14:00:31 2026, a row with lstart",
        "14:00:31 up 3 days 2:11 1 user load average: 0.1 0.2 0.3, uptime"
    })
    void aLineThatOnlyHoldsATimeIsNone(String line, String why) {
        assertThat(Moments.inLine(line)).as(why).isEmpty();
    }

    @Test
    void aYearThatNobodyPrintedIsThatOfTheFile() {
        Imported log =
                Imported.text("Dec 30 23:59:00" + BLOCK.formatted(100) + "Jan  2 00:00:00" + BLOCK.formatted(200));

        // The file is of November 2026.
        assertThat(log.times()).containsExactly("2025-12-30T23:59:00Z", "2026-01-02T00:00:00Z");
        assertThat(log.onlyFile().notes()).anyMatch(n -> n.contains("no year"));
    }

    @Test
    void aClockAlonePassesMidnight() {
        Imported log = Imported.text(
                "23:59:30" + BLOCK.formatted(100) + "00:00:30" + BLOCK.formatted(200),
                Imported.UTC,
                Optional.of(LocalDate.of(2026, 11, 20)));

        assertThat(log.times()).containsExactly("2026-11-20T23:59:30Z", "2026-11-21T00:00:30Z");
    }

    @Test
    void aClockAloneWithoutADateIsNoTime() {
        Imported log = Imported.text("23:59:30" + BLOCK.formatted(100));

        assertThat(log.refusal()).contains("nothing in made.log can be recorded");
    }

    @Test
    void theHourThatComesTwiceComesTwice() {
        String log = "2026-10-25 02:30:00" + BLOCK.formatted(1) + "2026-10-25 02:59:00" + BLOCK.formatted(2)
                + "2026-10-25 02:01:00" + BLOCK.formatted(3) + "2026-10-25 03:00:00" + BLOCK.formatted(4);

        Imported berlin = Imported.text(log, ZoneId.of("Europe/Berlin"), Optional.empty());
        assertThat(berlin.times())
                .containsExactly(
                        "2026-10-25T00:30:00Z", "2026-10-25T00:59:00Z", "2026-10-25T01:01:00Z", "2026-10-25T02:00:00Z");
        assertThat(berlin.summary().flawless()).isTrue();

        // Read as of a zone without summer time, the clock went back by an hour: two stretches, and it is told.
        Imported utc = Imported.text(log);
        assertThat(utc.summary().parts()).isEqualTo(2);
        assertThat(utc.samples()).hasSize(4);
        assertThat(utc.onlyFile().troubles()).hasSize(1);
    }

    @Test
    void aTimeThatGoesBackALittleIsLeftOutAndTold() {
        Imported log = Imported.text("1795528831" + BLOCK.formatted(1) + "1795528891" + BLOCK.formatted(2)
                + "1795528871" + BLOCK.formatted(3) + "1795528951" + BLOCK.formatted(4));

        assertThat(log.series(7, ProcessMetric.RSS)).containsExactly(KIB, 2 * KIB, 4 * KIB);
        assertThat(log.onlyFile().troubles())
                .singleElement()
                .satisfies(t -> assertThat(t.lines()).containsExactly(7L));
        assertThat(log.summary().flawless()).isFalse();
        ImportedFile file = log.onlyFile();
        assertThat(file.goodLines() + file.badLines() + file.ignoredLines()).isEqualTo(12);
    }

    @Test
    void twoTablesUnderOneTimeAreOneSample() {
        Imported log = Imported.text(
                "1795528831\n  PID   RSS COMMAND\n    7  100 sleep 100\n\n  PID  NLWP     TIME\n    7     3 00:00:02\n");

        assertThat(log.samples())
                .singleElement()
                .satisfies(s -> assertThat(s.of(7).values())
                        .containsEntry(ProcessMetric.RSS, 100 * KIB)
                        .containsEntry(ProcessMetric.THREADS, 3L)
                        .containsEntry(ProcessMetric.CPU, 2_000_000L));
    }

    @Test
    void badLinesAreNumberedAndLoseNoGoodOnes() {
        Imported log = Imported.text("""
                1795528831
                  PID   RSS COMMAND
                    7  100 sleep
                    8  1x0 nc
                rubbish
                    9  300 cat
                    9  300 cat
                  -10  400 x
                """.replace("\n", "\r\n"));

        assertThat(log.samples().getFirst().rows()).hasSize(2);
        assertThat(log.onlyFile().badLines()).isEqualTo(4);
        assertThat(log.onlyFile().troubles())
                .flatExtracting(ImportedFile.Trouble::lines)
                .containsExactlyInAnyOrder(4L, 5L, 7L, 8L);
    }

    @Test
    void whatOtherCommandsPrintAfterABlankLineIsNotBad() {
        Imported log = Imported.text("1795528831" + BLOCK.formatted(100)
                + "\n              total        used        free\nMem:       24683960     1115432    23285236\n");

        assertThat(log.onlyFile().badLines()).isZero();
        assertThat(log.onlyFile().ignoredLines()).isEqualTo(4);
    }

    @Test
    void threadsOfPsLArePassedOver() {
        Imported log =
                Imported.text("1795528831\n  PID   LWP   RSS COMMAND\n    7     7  100 java\n    7     8  100 java\n");

        assertThat(log.series(7, ProcessMetric.RSS)).containsExactly(100 * KIB);
        assertThat(log.onlyFile().badLines()).isZero();
    }
}
