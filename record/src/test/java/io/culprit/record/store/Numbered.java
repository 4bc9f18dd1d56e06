package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.TimeRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Samples whose every value follows from their number, so that whoever finds one knows what it must be. */
final class Numbered {
    static final int PROCESSES = 12;
    static final long STEP_MILLIS = 900_000;
    static final Limits CENTURIES = new Limits(Duration.ofDays(365_000), Limits.USUAL_MAX_BYTES);
    private static final ProcessMetric[] METRICS = ProcessMetric.values();

    private final RecordingWriter writer;
    private final int[] handles = new int[PROCESSES];
    private final Frame frame = new Frame();

    Numbered(RecordingWriter writer) {
        this.writer = writer;
        for (int p = 1; p < PROCESSES; p++) {
            handles[p] = writer.describe(described(pid(0, p)));
        }
    }

    /** @return whether it is durable */
    boolean append(long number) {
        handles[0] = writer.describe(described(pid(number, 0)));
        frame.begin(World.BOOTED + number * STEP_MILLIS, number * STEP_MILLIS);
        for (int p = 0; p < PROCESSES; p++) {
            int row = frame.add(handles[p]);
            for (int m = 0; m < METRICS.length; m++) {
                frame.set(row, METRICS[m], value(number, p, m));
            }
        }
        frame.host("number", number);
        boolean durable = writer.append(frame) instanceof RecordingWriter.Written.Durable;
        writer.ended(handles[0]);
        return durable;
    }

    private static long value(long number, int process, int metric) {
        return (number * 31 + process) * (metric + 1L) * 4096 - number % 7 * 1000;
    }

    private static int pid(long number, int process) {
        // One process of each sample is another than before.
        return process == 0 ? (int) (10_000 + number) : 100 + process;
    }

    private static String name(int pid) {
        return "process-" + pid;
    }

    private static RecordedProcess described(int pid) {
        return new RecordedProcess(
                new ProcessId(RoundTripTest.ORIGIN.bootId(), pid, pid),
                1,
                OptionalInt.empty(),
                name(pid),
                name(pid),
                Optional.empty(),
                name(pid),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                World.BOOTED);
    }

    /** @return the numbers of all samples, each of them whole and true and there once */
    static NavigableSet<Long> found(Recording recording) {
        TreeSet<Long> found = new TreeSet<>();
        for (Expected.Found sample : Expected.all(recording, TimeRange.ALL)) {
            assertThat(found.add(check(sample))).as("sample %s", sample).isTrue();
        }
        HostSeries host = recording.host(TimeRange.ALL, "number"::equals);
        assertThat(host.times()).hasSameSizeAs(found);
        for (int i = 0; i < host.times().length; i++) {
            assertThat(host.lines().getFirst().values()[i]).isEqualTo(number(host.times()[i]));
        }
        for (Lifetime life : recording.processes(TimeRange.ALL)) {
            assertThat(life.process().name()).isEqualTo(name(life.process().id().pid()));
        }
        return found;
    }

    private static long number(long time) {
        assertThat((time - World.BOOTED) % STEP_MILLIS).isZero();
        return (time - World.BOOTED) / STEP_MILLIS;
    }

    private static long check(Expected.Found sample) {
        long number = number(sample.time());
        Map<Integer, long[]> byPid = new HashMap<>();
        for (Map.Entry<ProcessId, long[]> one : sample.values().entrySet()) {
            byPid.put(one.getKey().pid(), one.getValue());
        }
        assertThat(byPid).hasSize(PROCESSES);
        for (int p = 0; p < PROCESSES; p++) {
            long[] expected = new long[METRICS.length];
            for (int m = 0; m < expected.length; m++) {
                expected[m] = value(number, p, m);
            }
            assertThat(byPid.get(pid(number, p))).isEqualTo(expected);
        }
        return number;
    }
}
