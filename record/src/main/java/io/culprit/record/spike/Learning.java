package io.culprit.record.spike;

import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.Spike.Signal;
import io.culprit.model.recording.Stretch;
import io.culprit.model.recording.TimeRange;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rebuilds from a recording what the watch would know of the last seven days if it had seen them. */
final class Learning {
    private static final long DAY_MILLIS = 24 * 3_600_000L;
    /** The host's series are read in pieces of a megabyte: the recorder has little memory. */
    private static final long PIECE_MILLIS = DAY_MILLIS / 4;
    /** A process that used less within a stretch has held no notable level in it. */
    private static final long LEAST_MICROS = 1_000_000;
    /** Longer gaps were not watched. */
    private static final long LONGEST_GAP_MILLIS = 2 * TimeOfDay.SLOT_MILLIS;
    /** A level below is of no interest whatever the machine: half of the least floor for programs. */
    private static final float NOTABLE_CPUS = (float) (Margin.floor(Signal.PROGRAM_CPU, 1) / 2);

    private static final float MICROS_PER_MILLI = 1000;
    private static final long UNKNOWN = -1;
    private static final Set<ProcessMetric> CPU = Set.of(ProcessMetric.CPU_USER, ProcessMetric.CPU_SYSTEM);

    private final TimeOfDay time;
    private final Usual usual = new Usual();
    private final Set<String> keys = Set.copyOf(List.of(HostLevels.KEYS));

    Learning(ZoneId zone) {
        time = new TimeOfDay(zone);
    }

    Usual of(Recording recording, long nowMillis) {
        for (long from = nowMillis - (Profile.DAYS - 1) * DAY_MILLIS; from < nowMillis; from += PIECE_MILLIS) {
            TimeRange piece = new TimeRange(from, Math.min(nowMillis, from + PIECE_MILLIS - 1));
            host(recording.host(piece, keys::contains));
            recording.scan(piece, CPU, this::programs);
        }
        return usual;
    }

    private void host(HostSeries series) {
        long[] times = series.times();
        long[][] columns = new long[HostLevels.KEYS.length][];
        for (HostSeries.Line line : series.lines()) {
            columns[Arrays.asList(HostLevels.KEYS).indexOf(line.key())] = line.values();
        }
        HostLevels levels = new HostLevels();
        Tracks tracks = new Tracks(HostLevels.COUNT);
        for (int i = 0; i < times.length; i++) {
            levels.begin();
            for (int k = 0; k < columns.length; k++) {
                if (columns[k] != null) {
                    levels.set(k, columns[k][i]);
                }
            }
            long elapsed = i == 0 ? 0 : times[i] - times[i - 1];
            if (elapsed <= 0 || elapsed > LONGEST_GAP_MILLIS) {
                tracks = new Tracks(HostLevels.COUNT);
                continue;
            }
            levels.over(elapsed);
            tracks.add(levels.levels, HostLevels.COUNT, times[i], elapsed);
            time.at(times[i]);
            usual.seen.note(time.day(), time.slot(), 1);
            for (int t = 0; t < HostLevels.COUNT; t++) {
                usual.host[t].note(time.day(), time.slot(), tracks.held(t));
            }
        }
    }

    private void programs(Stretch stretch) {
        int samples = stretch.samples();
        long[] times = stretch.times();
        long[] user = stretch.column(ProcessMetric.CPU_USER);
        long[] system = stretch.column(ProcessMetric.CPU_SYSTEM);
        Map<String, float[]> used = new HashMap<>();
        for (int row = 0; row < stretch.processes(); row++) {
            int at = stretch.offset(row);
            int last = at + stretch.length(row) - 1;
            RecordedProcess process = stretch.process(row);
            int first = stretch.first(row);
            boolean born = first > 0 && process.startedMillis() >= times[first - 1];
            long before = born ? 0 : cpu(user, system, at);
            if (before == UNKNOWN || cpu(user, system, last) - before < LEAST_MICROS) {
                continue;
            }
            float[] sums = used.computeIfAbsent(process.program(), p -> new float[samples]);
            for (int k = born ? 0 : 1; k < stretch.length(row); k++) {
                long now = cpu(user, system, at + k);
                long elapsed = times[first + k] - times[first + k - 1];
                if (now > before && elapsed > 0) {
                    sums[first + k] += (now - before) / (elapsed * MICROS_PER_MILLI);
                }
                before = Math.max(before, now);
            }
        }
        used.forEach((program, sums) -> held(program, sums, times, samples));
    }

    private static long cpu(long[] user, long[] system, int i) {
        return user[i] == ProcessMetric.UNKNOWN || system[i] == ProcessMetric.UNKNOWN ? UNKNOWN : user[i] + system[i];
    }

    private void held(String program, float[] sums, long[] times, int samples) {
        Tracks track = new Tracks(1);
        float[] one = new float[1];
        for (int i = 1; i < samples; i++) {
            long elapsed = times[i] - times[i - 1];
            if (elapsed <= 0 || elapsed > LONGEST_GAP_MILLIS) {
                continue;
            }
            one[0] = sums[i];
            track.add(one, 1, times[i], elapsed);
            float held = track.held(0);
            if (held >= NOTABLE_CPUS) {
                time.at(times[i]);
                Profile profile = usual.make(program, time.day());
                if (profile != null) {
                    profile.note(time.day(), time.slot(), held);
                }
            }
        }
    }
}
