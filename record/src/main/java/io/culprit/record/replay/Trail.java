package io.culprit.record.replay;

import io.culprit.model.recording.Metric;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.ReadNow;
import io.culprit.model.recording.RecordedProcess;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** One process at the samples of the window. */
final class Trail {
    static final int ALL_READ = ReadNow.DETAILS | ReadNow.FDS | ReadNow.SOCKETS;
    private static final double MICROS = 1e6;

    final int samples;
    RecordedProcess process;
    int first = -1;
    int last = -1;
    private final long[][] columns = new long[ProcessMetric.values().length + 1][];
    private final int[] readNow;

    Trail(RecordedProcess process, int samples) {
        this.process = process;
        this.samples = samples;
        readNow = new int[samples];
        for (int i = 1; i < columns.length; i++) {
            columns[i] = new long[samples];
            Arrays.fill(columns[i], ProcessMetric.UNKNOWN);
        }
    }

    void seen(int sample) {
        first = first < 0 ? sample : Math.min(first, sample);
        last = Math.max(last, sample);
    }

    void set(int sample, ProcessMetric metric, long value) {
        columns[metric.number()][sample] = value;
    }

    /** @param bits of {@link ReadNow}; unknown where whoever recorded it read all values each time */
    void read(int sample, long bits) {
        readNow[sample] |= bits == ProcessMetric.UNKNOWN ? ALL_READ : (int) bits;
    }

    private long at(ProcessMetric metric, int sample) {
        return columns[metric.number()][sample];
    }

    /** Whether the value was read at this sample and is known. */
    boolean fresh(ProcessMetric metric, int bit, int sample) {
        return at(metric, sample) != ProcessMetric.UNKNOWN && (bit == 0 || (readNow[sample] & bit) != 0);
    }

    /** The latest known value, repeated or not. */
    OptionalLong latest(ProcessMetric metric) {
        for (int i = last; i >= Math.max(0, first); i--) {
            if (at(metric, i) != ProcessMetric.UNKNOWN) {
                return OptionalLong.of(at(metric, i));
            }
        }
        return OptionalLong.empty();
    }

    long latestOrZero(ProcessMetric metric) {
        return latest(metric).orElse(0);
    }

    /** Readings alone, in order: what was repeated is left out. */
    long[] readings(ProcessMetric metric, int bit) {
        return Arrays.stream(freshSamples(metric, bit))
                .mapToLong(i -> at(metric, i))
                .toArray();
    }

    int[] freshSamples(ProcessMetric metric, int bit) {
        return samples(i -> fresh(metric, bit, i));
    }

    /** Those at which resident memory was read, by kind or as a whole. */
    int[] freshRss() {
        return samples(
                i -> fresh(ProcessMetric.RSS_ANON, ReadNow.DETAILS, i) || fresh(ProcessMetric.RSS, ReadNow.DETAILS, i));
    }

    private int[] samples(IntPredicate which) {
        return IntStream.rangeClosed(Math.max(0, first), last).filter(which).toArray();
    }

    /** From the first reading to the last; 0 with fewer than two. */
    long growth(ProcessMetric metric, int bit) {
        long[] r = readings(metric, bit);
        return r.length < 2 ? 0 : r[r.length - 1] - r[0];
    }

    /** What a counter rose by within the window; a process that began in it counts from 0. */
    long rose(ProcessMetric metric, boolean began) {
        long[] r = readings(metric, 0);
        if (r.length == 0) {
            return 0;
        }
        long from = began ? 0 : r[0];
        return Math.max(0, r[r.length - 1] - from);
    }

    double cpuSeconds(ProcessMetric metric, boolean began) {
        return rose(metric, began) / MICROS;
    }

    boolean gone() {
        return last < samples - 1;
    }

    /** Whether user and system time were told apart; else {@link ProcessMetric#CPU} has what is known. */
    boolean knowsCpuSplit() {
        return latest(ProcessMetric.CPU).isEmpty()
                || (latest(ProcessMetric.CPU_USER).isPresent()
                        && latest(ProcessMetric.CPU_SYSTEM).isPresent());
    }

    /** Resident bytes at a sample: the three kinds, else their sum, else whoever of the kinds is known. */
    long rss(int sample) {
        long sum = 0;
        boolean all = true;
        for (ProcessMetric kind : Metric.RSS.inputs()) {
            long bytes = at(kind, sample);
            all &= bytes != ProcessMetric.UNKNOWN;
            sum += bytes == ProcessMetric.UNKNOWN ? 0 : bytes;
        }
        long whole = at(ProcessMetric.RSS, sample);
        return all || whole == ProcessMetric.UNKNOWN ? sum : whole;
    }
}
