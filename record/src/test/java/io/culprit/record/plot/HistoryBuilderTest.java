package io.culprit.record.plot;

import static io.culprit.record.FakeRecording.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.culprit.model.recording.History;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.ReadNow;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.FakeRecording;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryBuilderTest {
    private static final long MB = 1_000_000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;

    private final FakeRecording recording = new FakeRecording(7);

    @Test
    void aProcessThatGrowsOneMegabyteAnHourIsSaidToGrowSo() {
        RecordedProcess leaker = process(10, "leaker");
        RecordedProcess steady = process(20, "steady");
        for (int i = 0; i <= 60; i++) {
            recording.at(i * MINUTE).rss(leaker, 100 * MB + i * MB / 60).rss(steady, 500 * MB);
        }

        History h = history(Metric.RSS, History.By.PROCESS, History.Sort.GROWTH, 5);

        assertThat(h.entries()).extracting(e -> e.process().name()).containsExactly("leaker", "steady");
        var s = h.entries().getFirst().summary();
        assertThat(s.growthPerHour()).isEqualTo(MB, within(1.0));
        assertThat(s.least()).isEqualTo(100 * MB);
        assertThat(s.greatest()).isEqualTo(101 * MB);
        assertThat(s.mean()).isEqualTo(100.5 * MB, within(10.0));
        assertThat(h.entries().get(1).summary().growthPerHour()).isZero();
        assertThat(h.entries()).noneMatch(History.Entry::ended);
        assertThat(h.samples()).isEqualTo(61);
    }

    @Test
    void withinTheFirstMinutesWhoGrewMostStillComesFirst() {
        RecordedProcess steady = process(5, "steady");
        RecordedProcess leaker = process(10, "leaker");
        for (int i = 0; i <= 3; i++) {
            recording.at(i * MINUTE).rss(steady, 500 * MB).rss(leaker, (100 + i) * MB);
        }

        History h = history(Metric.RSS, History.By.PROCESS, History.Sort.GROWTH, 5);

        assertThat(h.entries()).extracting(e -> e.process().name()).containsExactly("leaker", "steady");
        assertThat(h.entries().getFirst().summary().growthPerHour()).isNaN();
    }

    @Test
    void aRateComesFromTwoReadingsOverTheRealTimeBetweenThem() {
        RecordedProcess p = process(10, "burner");
        recording.at(0).row(p, ProcessMetric.CPU_USER, 5_000_000).row(p, ProcessMetric.CPU_SYSTEM, 0);
        recording.at(10_000).row(p, ProcessMetric.CPU_USER, 10_000_000).row(p, ProcessMetric.CPU_SYSTEM, 0);
        // One sample was lost: 4 seconds of CPU in 20 of time.
        recording.at(30_000).row(p, ProcessMetric.CPU_USER, 12_000_000).row(p, ProcessMetric.CPU_SYSTEM, 2_000_000);

        var s = history(Metric.CPU, History.By.PROCESS, History.Sort.LAST, 5)
                .entries()
                .getFirst()
                .summary();

        assertThat(s.values()).isEqualTo(2);
        assertThat(s.greatest()).isEqualTo(50.0, within(1e-9));
        assertThat(s.last()).isEqualTo(20.0, within(1e-9));
    }

    @Test
    void aRateNeverSpansTwoProcessesThatSharedAPid() {
        RecordedProcess old = process(10, "a", "/bin/a", 1000);
        RecordedProcess young = process(10, "a", "/bin/a", 15_000);
        recording.at(0).row(old, ProcessMetric.MINOR_FAULTS, 1_000);
        recording.at(10_000).row(old, ProcessMetric.MINOR_FAULTS, 2_000);
        recording.at(20_000).row(young, ProcessMetric.MINOR_FAULTS, 50_000);
        recording.at(30_000).row(young, ProcessMetric.MINOR_FAULTS, 50_010);

        History h = history(Metric.MINFLT, History.By.PROCESS, History.Sort.LAST, 5);

        assertThat(h.entries()).hasSize(2);
        assertThat(h.entries()).extracting(e -> e.summary().greatest()).containsExactly(100.0, 1.0);
        assertThat(h.entries()).extracting(History.Entry::restarts).containsOnly(1);
        assertThat(h.entries()).extracting(History.Entry::ended).containsExactly(true, false);
    }

    @Test
    void aCounterThatFallsGivesNoValueAndHarmsNoLaterOne() {
        RecordedProcess p = process(10, "a");
        long[] counter = {100, 200, 50, 150};
        for (int i = 0; i < counter.length; i++) {
            recording.at(i * 1000L).row(p, ProcessMetric.MAJOR_FAULTS, counter[i]);
        }

        var s = history(Metric.MAJFLT, History.By.PROCESS, History.Sort.LAST, 5)
                .entries()
                .getFirst()
                .summary();

        assertThat(s.values()).isEqualTo(2);
        assertThat(s.least()).isEqualTo(100.0);
        assertThat(s.greatest()).isEqualTo(100.0);
    }

    @Test
    void aRepeatedCounterIsNoReadingAndGivesNoZero() {
        RecordedProcess p = process(10, "idle");
        // The counter is read at the first and the last of seven samples only.
        for (int i = 0; i <= 6; i++) {
            boolean read = i % 6 == 0;
            recording
                    .at(i * 10_000L)
                    .row(p, ProcessMetric.READ_BYTES, i == 6 ? 6_000_000 : 0)
                    .row(p, ProcessMetric.READ_NOW, read ? ReadNow.DETAILS : ReadNow.FDS);
        }

        var s = history(Metric.READ, History.By.PROCESS, History.Sort.LAST, 5)
                .entries()
                .getFirst()
                .summary();

        assertThat(s.values()).isEqualTo(1);
        assertThat(s.last()).isEqualTo(100_000.0, within(1e-6));
    }

    @Test
    void readingsAreToldApartFromRepetitions() {
        RecordedProcess p = process(10, "idle");
        for (int i = 0; i < 12; i++) {
            recording.at(i * 10_000L).rss(p, MB).row(p, ProcessMetric.READ_NOW, i % 6 == 0 ? ReadNow.DETAILS : 0);
        }

        var s = history(Metric.RSS, History.By.PROCESS, History.Sort.LAST, 5)
                .entries()
                .getFirst()
                .summary();

        assertThat(s.readings()).isEqualTo(2);
        assertThat(s.values()).isEqualTo(12);
    }

    @Test
    void aProgramIsTheSumOfItsProcessesAtEachMoment() {
        RecordedProcess first = process(1, "worker", "workers", 0);
        RecordedProcess second = process(2, "worker", "workers", 25_000);
        for (int i = 0; i < 10; i++) {
            recording.at(i * 10_000L).rss(first, 10 * MB);
            if (i >= 3 && i < 8) {
                recording.rss(second, 5 * MB);
            }
        }

        var e = history(Metric.RSS, History.By.PROGRAM, History.Sort.LAST, 5)
                .entries()
                .getFirst();

        assertThat(e.summary().least()).isEqualTo(10 * MB);
        assertThat(e.summary().greatest()).isEqualTo(15 * MB);
        assertThat(e.summary().last()).isEqualTo(10 * MB);
        assertThat(e.processes()).isEqualTo(2);
        assertThat(e.restarts()).isZero();
    }

    @Test
    void whoTakesThePlaceOfTheDeadIsARestartAndWhoComesHoursLaterIsNot() {
        RecordedProcess a = process(1, "d", "daemon", 0);
        RecordedProcess b = process(2, "d", "daemon", 5 * MINUTE);
        RecordedProcess c = process(3, "d", "daemon", 9 * HOUR);
        for (int i = 0; i < 5; i++) {
            recording.at(i * MINUTE).rss(a, MB);
        }
        recording
                .at(5 * MINUTE)
                .rss(b, MB)
                .at(6 * MINUTE)
                .rss(b, MB)
                .at(7 * MINUTE)
                .at(9 * HOUR)
                .rss(c, MB);

        assertThat(history(Metric.RSS, History.By.PROGRAM, History.Sort.LAST, 5)
                        .entries()
                        .getFirst()
                        .restarts())
                .isEqualTo(1);
    }

    @Test
    void aRebootRestartsNoProgram() {
        RecordedProcess before = process(1, "d", "daemon", 0);
        RecordedProcess after = process(2, "d", "daemon", 4 * MINUTE);
        recording.at("b0", 0).rss(before, MB).at("b0", MINUTE).rss(before, MB);
        recording.at("b1", 5 * MINUTE).rss(after, MB).at("b1", 6 * MINUTE).rss(after, MB);

        History h = history(Metric.RSS, History.By.PROCESS, History.Sort.LAST, 5);

        assertThat(h.entries()).extracting(History.Entry::restarts).containsOnly(0);
        assertThat(h.entries()).extracting(History.Entry::ended).containsExactly(true, false);
    }

    @Test
    void theBestOfManyShortLivedProcessesAreFoundAmongAllThatWereDropped() {
        Random random = new Random(42);
        long best = 0;
        for (int i = 0; i < 3000; i++) {
            recording.at(i * 1000L);
            for (int k = 0; k < 4; k++) {
                long bytes = random.nextLong(1_000_000_000);
                best = Math.max(best, bytes);
                recording.rss(process(10 + i * 4 + k, "run", "run", i * 1000L), bytes);
            }
        }

        History h = history(Metric.RSS, History.By.PROCESS, History.Sort.MAX, 3);

        assertThat(h.matched()).isEqualTo(12_000);
        assertThat(h.entries()).hasSize(3);
        assertThat(h.entries().getFirst().summary().greatest()).isEqualTo((double) best);
    }

    @Test
    void aValueThatNobodyRecordedIsNoZero() {
        recording
                .at(0)
                .row(process(1, "a"), ProcessMetric.THREADS, 3)
                .at(1000)
                .row(process(1, "a"), ProcessMetric.THREADS, 3);

        History h = history(Metric.FDS, History.By.PROCESS, History.Sort.LAST, 5);

        assertThat(h.entries()).isEmpty();
        assertThat(h.matched()).isEqualTo(1);
        assertThat(h.valueless()).isEqualTo(1);
    }

    @Test
    void nothingInTheRangeIsNoHistory() {
        recording.at(1000).rss(process(1, "a"), 1);

        assertThat(HistoryBuilder.build(
                        recording,
                        new TimeRange(5000, 6000),
                        Metric.RSS,
                        all(History.By.PROCESS, History.Sort.LAST, 5)))
                .isEmpty();
        assertThat(HistoryBuilder.build(
                        new FakeRecording(5), TimeRange.ALL, Metric.RSS, all(History.By.PROCESS, History.Sort.LAST, 5)))
                .isEmpty();
    }

    private History history(Metric metric, History.By by, History.Sort sort, int top) {
        return HistoryBuilder.build(recording, TimeRange.ALL, metric, all(by, sort, top))
                .orElseThrow();
    }

    private static Selection all(History.By by, History.Sort sort, int top) {
        return new Selection(p -> true, by, sort, top);
    }
}
