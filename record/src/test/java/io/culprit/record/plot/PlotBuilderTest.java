package io.culprit.record.plot;

import static io.culprit.record.FakeRecording.process;
import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.History;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Plot;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import io.culprit.record.FakeRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlotBuilderTest {
    private static final int TEN_SECONDS = 10_000;

    private final FakeRecording recording = new FakeRecording(50);

    @Test
    void noPeakAndNoDipIsLostBetweenBuckets() {
        RecordedProcess p = process(1, "a");
        Random random = new Random(7);
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long value = 1000L + random.nextInt(1000);
            if (i == 1234) value = 1_000_000;
            if (i == 3210) value = 1;
            values.add(value);
            recording.at((long) i * TEN_SECONDS).rss(p, value);
        }

        Plot plot = plot(Metric.RSS);

        assertThat(plot.buckets()).isBetween(900, 1000);
        Plot.Line line = plot.lines().getFirst();
        for (int i = 0; i < values.size(); i++) {
            int bucket = (int) ((i * (long) TEN_SECONDS - plot.fromMillis()) / plot.bucketMillis());
            assertThat((float) values.get(i)).isBetween(line.least()[bucket], line.greatest()[bucket]);
        }
        assertThat(line.greatest()).contains(1_000_000f);
        assertThat(line.least()).contains(1f);
        assertThat(line.last()).isEqualTo(values.getLast().doubleValue());
    }

    @Test
    void aJitterOfTheRecorderMakesNoHoleAndAPauseDoes() {
        RecordedProcess p = process(1, "a");
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            if (i >= 100 && i < 200) continue;
            recording.at((long) i * TEN_SECONDS + random.nextInt(4000)).rss(p, 100 + i);
        }

        Plot plot = plot(Metric.RSS);

        float[] least = plot.lines().getFirst().least();
        for (int b = 0; b < plot.buckets(); b++) {
            long i = b * plot.bucketMillis() / TEN_SECONDS;
            if (i < 99 || i > 201) assertThat(least[b]).as("bucket %d", b).isNotNaN();
            if (i > 101 && i < 199) assertThat(least[b]).as("bucket %d", b).isNaN();
        }
    }

    @Test
    void aLineExistsOnlyWhileItsProcessDoes() {
        RecordedProcess whole = process(1, "a");
        RecordedProcess part = process(2, "b");
        for (int i = 0; i < 100; i++) {
            recording.at((long) i * TEN_SECONDS).rss(whole, 5);
            if (i >= 40 && i < 60) recording.rss(part, 9);
        }

        Plot plot = plot(Metric.RSS);

        assertThat(plot.lines()).extracting(Plot.Line::label).containsExactly("b 2", "a 1");
        assertThat(plot.lines().getFirst().greatest()[39]).isNaN();
        assertThat(plot.lines().getFirst().greatest()[40]).isEqualTo(9f);
        assertThat(plot.lines().getFirst().greatest()[60]).isNaN();
    }

    @Test
    void spikesLostSamplesAndRestartsAreMarked() {
        RecordedProcess a = process(1, "d", "daemon", 0);
        RecordedProcess b = process(2, "d", "daemon", 45_000);
        for (int i = 0; i < 10; i++) {
            recording.at((long) i * TEN_SECONDS).rss(i < 5 ? a : b, 100);
        }
        recording.event(20_000, RecordingEvent.Kind.SPIKE, "load 18.2");
        recording.event(30_000, RecordingEvent.Kind.SAMPLES_LOST, "3 samples, disk full");
        recording.event(35_000, RecordingEvent.Kind.SOURCE_CHANGED, "bpf");

        assertThat(plot(Metric.RSS).marks())
                .containsExactly(
                        new Plot.Mark(20_000, "spike: load 18.2"),
                        new Plot.Mark(30_000, "samples lost: 3 samples, disk full"),
                        new Plot.Mark(50_000, "restart: daemon"));
    }

    @Test
    void aThousandEventsLeaveTheSpikes() {
        recording.at(0).rss(process(1, "a"), 1).at(2_000_000).rss(process(1, "a"), 1);
        for (int i = 0; i < 1000; i++) recording.event(i * 1000L, RecordingEvent.Kind.STARTED, "again");
        recording.event(999_500, RecordingEvent.Kind.SPIKE, "load 18");

        List<Plot.Mark> marks = plot(Metric.RSS).marks();

        assertThat(marks).hasSize(Marks.MOST).contains(new Plot.Mark(999_500, "spike: load 18"));
    }

    @Test
    void absurdValuesAndTimesMakeAPlotAllTheSame() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            FakeRecording hostile = new FakeRecording(1 + random.nextInt(20));
            long t = random.nextLong(1L << 41);
            for (int i = 0; i < 60; i++) {
                t += random.nextInt(10) == 0 ? random.nextLong(1L << 40) : random.nextInt(20_000);
                hostile.at(random.nextInt(15) == 0 ? "b" + i : "b", t);
                for (int k = 0; k < random.nextInt(6); k++) {
                    RecordedProcess p = process(random.nextInt(8), "x\n" + random.nextInt(3));
                    for (ProcessMetric m : ProcessMetric.values()) {
                        long value = switch (random.nextInt(4)) {
                            case 0 -> ProcessMetric.UNKNOWN;
                            case 1 -> random.nextLong();
                            default -> random.nextLong(1L << 40);
                        };
                        hostile.row(p, m, value);
                    }
                }
            }
            for (Metric metric : Metric.values())
                for (History.By by : History.By.values()) {
                    Plot plot = PlotBuilder.build(
                                    hostile,
                                    TimeRange.ALL,
                                    metric,
                                    new Selection(p -> true, by, History.Sort.GROWTH, 5))
                            .orElseThrow();
                    assertThat(plot.buckets()).isBetween(1, PlotBuilder.MOST_BUCKETS);
                    for (Plot.Line line : plot.lines()) {
                        assertThat(line.least()).hasSize(plot.buckets());
                        for (int b = 0; b < plot.buckets(); b++)
                            assertThat(line.least()[b] > line.greatest()[b]).isFalse();
                    }
                }
        }
    }

    @Test
    void aSeriesOfTheHostIsALevelOrARateAsItsKeySays() {
        for (int i = 0; i < 4; i++)
            recording
                    .at(i * 10_000L)
                    .host(HostKey.LOAD_1, 18_250)
                    .host(HostKey.CPU + "user", i * 120_000_000L)
                    .host(HostKey.PRESSURE_SOME + "cpu", i * 5_000_000L)
                    .host(HostKey.MEMORY + "MemAvailable", 4096);

        var entries = HostBuilder.history(recording, TimeRange.ALL, key -> true)
                .orElseThrow()
                .entries();

        assertThat(entries)
                .extracting(e -> e.metric().key() + " " + e.summary().last() + " "
                        + e.metric().unit())
                .containsExactly(
                        "cpu:user 1200.0 % of a CPU",
                        "load.1 18.25 load", "memory:MemAvailable 4096.0 bytes", "psi.some:cpu 50.0 % of the time");
        assertThat(HostBuilder.plot(recording, TimeRange.ALL, key -> key.startsWith("psi"))
                        .orElseThrow()
                        .lines())
                .extracting(Plot.Line::last)
                .containsExactly(50.0);
    }

    @Test
    void pointsSayWhichOfThemWereRead() {
        RecordedProcess p = process(1, "a");
        recording.at(0).row(p, ProcessMetric.FDS, 7).row(p, ProcessMetric.READ_NOW, 2);
        recording.at(1000).row(p, ProcessMetric.FDS, 7).row(p, ProcessMetric.READ_NOW, 0);
        recording.at(2000).row(p, ProcessMetric.FDS, 8).row(p, ProcessMetric.READ_NOW, 2);

        var series = Points.collect(recording, TimeRange.ALL, Metric.FDS, List.of(p.id()), 3)
                .orElseThrow()
                .getFirst();

        assertThat(series.millis()).containsExactly(0, 1000, 2000);
        assertThat(series.values()).containsExactly(7, 7, 8);
        assertThat(series.read()).containsExactly(true, false, true);
        assertThat(Points.collect(recording, TimeRange.ALL, Metric.FDS, List.of(p.id()), 2))
                .isEmpty();
    }

    @Test
    void theOverviewTellsGapsAndWhatTheRecorderCost() {
        for (int i = 0; i < 20; i++)
            recording
                    .at(i * 10_000L + (i >= 10 ? 3_600_000 : 0))
                    .rss(process(1, "a"), 1)
                    .host(HostKey.OWN_CPU, i * 10_000L)
                    .host(HostKey.OWN_RSS, 40_000_000)
                    .host(HostKey.OWN_LATE, i * 1000L);

        var info = InfoBuilder.build(recording).orElseThrow();

        assertThat(info.intervalMillis()).isEqualTo(10_000);
        assertThat(info.gaps())
                .singleElement()
                .satisfies(g -> assertThat(g.millis()).isEqualTo(3_610_000));
        assertThat(info.ownRssBytes()).hasValue(40_000_000);
        assertThat(info.lateMillis()).hasValue(19);
        assertThat(info.ownCpuPercent().orElseThrow()).isBetween(0.004, 0.1);
        assertThat(info.tookMillis()).isEmpty();
    }

    private Plot plot(Metric metric) {
        return PlotBuilder.build(
                        recording,
                        TimeRange.ALL,
                        metric,
                        new Selection(p -> true, History.By.PROCESS, History.Sort.LAST, 50))
                .orElseThrow();
    }
}
