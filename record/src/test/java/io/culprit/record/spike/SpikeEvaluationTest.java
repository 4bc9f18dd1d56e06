package io.culprit.record.spike;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often the watch cries wolf, and how late it is, over simulated months. {@code bench/spikes.sh} prints the table. */
class SpikeEvaluationTest {
    private static final boolean TABLE = Boolean.getBoolean("culprit.table");

    @TempDir
    Path store;

    @Test
    void aMonthOfDailyLifeIsQuietAndItsTrueSpikesAreSeenWithinHalfAMinute() throws IOException {
        Month.Result month = sum(10_000, 1);

        assertThat(month.found()).isGreaterThanOrEqualTo(month.spikes() * 95 / 100);
        assertThat(month.named()).isEqualTo(month.found());
        assertThat(month.falsePerDay()).isLessThan(0.5);
        assertThat(month.medianDelaySeconds()).isBetween(10L, 30L);
        assertThat(month.slowDelaySeconds()).isLessThanOrEqualTo(60);
    }

    @Test
    void samplesOncePerMinuteSeeTheSameWithinMinutes() throws IOException {
        Month.Result month = sum(60_000, 3);

        assertThat(month.found()).isGreaterThanOrEqualTo(month.spikes() * 95 / 100);
        assertThat(month.falsePerDay()).isLessThan(0.5);
        assertThat(month.slowDelaySeconds()).isLessThanOrEqualTo(240);
    }

    /** Ten seconds, as an upgrade or a change of the settings takes; and two hours, after which nothing is left of the last one. */
    @ParameterizedTest
    @ValueSource(longs = {10_000, 7_200_000})
    void aRecorderThatEndsEveryDayCriesWolfNoMoreOften(long downMillis) throws IOException {
        Month.Result month = sum(10_000, 3, Optional.of(new Month.Restarts(store, downMillis)));

        assertThat(month.found()).isGreaterThanOrEqualTo(month.spikes() * 80 / 100);
        assertThat(month.named()).isEqualTo(month.found());
        assertThat(month.falsePerDay()).isLessThan(0.5);
    }

    @Test
    void printsTheTable() throws IOException {
        if (!TABLE) {
            return;
        }
        System.out.printf(Locale.ROOT, "| one sample of 1000 processes: %.0f µs |%n", microsPerSampleOfAThousand());
        System.out.println("| sample every | spikes seen | named | delay, median | delay, 95 % | false alarms a day |"
                + " in the first 8 days, a day |\n|---|---|---|---|---|---|---|");
        for (int seconds : new int[] {1, 5, 10, 30, 60, 300, 600}) {
            int months = seconds < 5 ? 1 : 5;
            print(seconds + " s", sum(seconds * 1000L, months), months);
        }
        print("10 s, down for 10 s a day", sum(10_000, 5, Optional.of(new Month.Restarts(store, 10_000))), 5);
        print("10 s, down for 2 h a day", sum(10_000, 5, Optional.of(new Month.Restarts(store, 7_200_000))), 5);
    }

    private static void print(String row, Month.Result r, int months) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d of %d | %d | %d s | %d s | %.2f | %.2f |%n",
                row,
                r.found(),
                r.spikes(),
                r.named(),
                r.medianDelaySeconds(),
                r.slowDelaySeconds(),
                r.falsePerDay(),
                r.falseFirstWeek() / 8.0 / months);
    }

    /** Printed with the table alone: it says nothing of another machine. */
    private static double microsPerSampleOfAThousand() {
        SimulatedHost host = new SimulatedHost(12, 1_795_000_000_000L, 1);
        SpikeWatch watch = new SpikeWatch(SpikeWatch.Settings.usual());
        for (int i = 0; i < 1000; i++) {
            host.uses(host.old("daemon" + i % 300), 0.01);
        }
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long spent = 0;
            for (int i = 0; i < 100; i++) {
                var frame = host.after(10_000);
                long begin = System.nanoTime();
                watch.sample(frame, host);
                spent += System.nanoTime() - begin;
            }
            best = Math.min(best, spent / 100_000.0);
        }
        return best;
    }

    private static Month.Result sum(long interval, int months) throws IOException {
        return sum(interval, months, Optional.empty());
    }

    private static Month.Result sum(long interval, int months, Optional<Month.Restarts> restarts) throws IOException {
        int spikes = 0;
        int found = 0;
        int named = 0;
        int first = 0;
        int later = 0;
        List<Long> delays = new ArrayList<>();
        for (int seed = 1; seed <= months; seed++) {
            Month.Result r = new Month(interval, seed, restarts).run();
            spikes += r.spikes();
            found += r.found();
            named += r.named();
            first += r.falseFirstWeek();
            later += r.falseLater();
            delays.addAll(r.delays());
        }
        return new Month.Result(months, spikes, found, named, first, later, delays);
    }
}
