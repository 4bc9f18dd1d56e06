package io.culprit.report;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.History;
import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.HostMetric;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.RecordingInfo;
import io.culprit.model.recording.Summary;
import io.culprit.model.recording.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/** Histories to show. */
final class SampleHistory {
    static final long FROM = Instant.parse("2026-11-19T14:00:00Z").toEpochMilli();
    static final long TO = Instant.parse("2026-11-24T14:00:00Z").toEpochMilli();
    private static final double MIB = 1 << 20;

    private SampleHistory() {}

    static RecordedProcess process(int pid, String name, String program) {
        return new RecordedProcess(
                new ProcessId("b", pid, 5),
                1,
                OptionalInt.of(0),
                name,
                program,
                Optional.of(program),
                program + " -f",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                FROM - 5000);
    }

    static History fiveDays() {
        float[] rising = new float[24];
        float[] flat = new float[24];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = (float) (MIB * (100 + 25 * i));
            flat[i] = i < 6 ? Float.NaN : (float) (MIB * 250);
        }
        return of(
                new History.Entry(
                        process(18_354, "networkingd", "/usr/sbin/networkingd"),
                        1,
                        FROM,
                        TO,
                        false,
                        0,
                        new Summary(43_200, 43_200, 98 * MIB, 417 * MIB, 738 * MIB, 738 * MIB, 5.33 * MIB, rising)),
                new History.Entry(
                        process(911, "collector", "/usr/bin/collector"),
                        1,
                        FROM + 100_000_000,
                        TO - 3_600_000,
                        true,
                        3,
                        new Summary(700, 4_000, 250 * MIB, 250 * MIB, 250 * MIB, 250 * MIB, Double.NaN, flat)));
    }

    static History of(History.Entry... entries) {
        return new History(
                "server1",
                Metric.RSS,
                History.By.PROCESS,
                History.Sort.LAST,
                new TimeRange(FROM, TO),
                43_200,
                entries.length + 398L,
                1,
                List.of(entries));
    }

    static HostHistory host() {
        return new HostHistory(
                "server1",
                new TimeRange(FROM, TO),
                43_200,
                List.of(
                        new HostHistory.Entry(
                                HostMetric.of("load.1"),
                                new Summary(43_200, 43_200, 0.2, 3.1, 18.25, 13.34, Double.NaN, new float[24])),
                        new HostHistory.Entry(
                                HostMetric.of("memory:MemAvailable"),
                                new Summary(43_200, 43_200, 1e9, 2e9, 4e9, 2e9, 1e6, new float[24]))));
    }

    static RecordingInfo info() {
        return new RecordingInfo(
                new Overview("server1", new TimeRange(FROM, TO), 43_200, 17_280_000, 30_000_000, List.of()),
                2314,
                10_000,
                List.of(new RecordingInfo.Gap(FROM + 3_600_000, FROM + 7_200_000)),
                List.of(
                        new RecordingEvent(FROM, RecordingEvent.Kind.STARTED, "culprit 0.1.0, each 10 s"),
                        new RecordingEvent(FROM + 9_000_000, RecordingEvent.Kind.SAMPLES_LOST, "3 samples: disk full")),
                2,
                OptionalDouble.of(0.08),
                OptionalDouble.of(48e6),
                OptionalDouble.empty(),
                OptionalDouble.of(6.2));
    }

    static History hostile(long seed) {
        Random random = new Random(seed);
        List<History.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            float[] spark = new float[random.nextInt(30)];
            for (int k = 0; k < spark.length; k++) spark[k] = Float.intBitsToFloat(random.nextInt());
            entries.add(new History.Entry(
                    process(random.nextInt(), text(random), text(random)),
                    random.nextInt(),
                    random.nextLong(1L << 45),
                    random.nextLong(1L << 45),
                    random.nextBoolean(),
                    random.nextInt(),
                    new Summary(
                            random.nextLong(),
                            random.nextLong(),
                            number(random),
                            number(random),
                            number(random),
                            number(random),
                            number(random),
                            spark)));
        }
        return of(entries.toArray(new History.Entry[0]));
    }

    private static double number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> Double.longBitsToDouble(random.nextLong());
            default -> random.nextDouble() * 1e9;
        };
    }

    private static String text(Random random) {
        StringBuilder out = new StringBuilder(
                List.of("", "=1+1", "@x", "a,b", "\"", "\u001b[2J").get(random.nextInt(6)));
        for (int i = 0; i < random.nextInt(60); i++) out.append((char) random.nextInt(0x10000));
        return out.toString();
    }
}
