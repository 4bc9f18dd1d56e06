package io.culprit.model.recording;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a person asks of a process over time: one or several raw metrics added up, as a level or as a rate. */
public enum Metric {
    RSS(
            Unit.BYTES,
            ReadNow.DETAILS,
            "resident memory: anonymous, file and shared pages",
            ProcessMetric.RSS_ANON,
            ProcessMetric.RSS_FILE,
            ProcessMetric.RSS_SHMEM),
    ANON(Unit.BYTES, ReadNow.DETAILS, "resident anonymous memory: heap and stacks", ProcessMetric.RSS_ANON),
    FILE(Unit.BYTES, ReadNow.DETAILS, "resident pages of mapped files", ProcessMetric.RSS_FILE),
    SHMEM(Unit.BYTES, ReadNow.DETAILS, "resident shared memory and tmpfs", ProcessMetric.RSS_SHMEM),
    DATA(Unit.BYTES, ReadNow.DETAILS, "private writable mappings, touched or not", ProcessMetric.VM_DATA),
    SWAP(Unit.BYTES, ReadNow.DETAILS, "memory that was swapped out", ProcessMetric.SWAP),
    CPU(Unit.CPU, 0, "CPU of all threads, user and system", ProcessMetric.CPU_USER, ProcessMetric.CPU_SYSTEM),
    USER(Unit.CPU, 0, "CPU in the program itself", ProcessMetric.CPU_USER),
    SYSTEM(Unit.CPU, 0, "CPU in the kernel on its behalf", ProcessMetric.CPU_SYSTEM),
    THREADS(Unit.THREADS, 0, "threads", ProcessMetric.THREADS),
    FDS(Unit.DESCRIPTORS, ReadNow.FDS, "open file descriptors", ProcessMetric.FDS),
    SOCKETS(Unit.SOCKETS, ReadNow.SOCKETS, "descriptors that are sockets", ProcessMetric.SOCKETS),
    CLOSED_SOCKETS(
            Unit.SOCKETS,
            ReadNow.SOCKETS,
            "TCP sockets in no connection: never connected, or reset and never closed",
            ProcessMetric.SOCKETS_CLOSED),
    CLOSE_WAIT(
            Unit.SOCKETS,
            ReadNow.SOCKETS,
            "TCP sockets whose peer has closed and the process has not",
            ProcessMetric.SOCKETS_CLOSE_WAIT),
    UNIX(Unit.SOCKETS, ReadNow.SOCKETS, "unix sockets", ProcessMetric.SOCKETS_UNIX),
    FAULTS(
            Unit.FAULTS,
            0,
            "page faults, with and without the disk",
            ProcessMetric.MINOR_FAULTS,
            ProcessMetric.MAJOR_FAULTS),
    MINFLT(Unit.FAULTS, 0, "page faults that needed no disk", ProcessMetric.MINOR_FAULTS),
    MAJFLT(Unit.FAULTS, 0, "page faults that needed the disk", ProcessMetric.MAJOR_FAULTS),
    SWITCHES(
            Unit.SWITCHES,
            ReadNow.DETAILS,
            "context switches, voluntary and not",
            ProcessMetric.VOLUNTARY_SWITCHES,
            ProcessMetric.INVOLUNTARY_SWITCHES),
    INVOLUNTARY(
            Unit.SWITCHES,
            ReadNow.DETAILS,
            "context switches because others wanted the CPU",
            ProcessMetric.INVOLUNTARY_SWITCHES),
    READ(Unit.BYTES_PER_SECOND, ReadNow.DETAILS, "bytes from the block layer", ProcessMetric.READ_BYTES),
    WRITE(Unit.BYTES_PER_SECOND, ReadNow.DETAILS, "bytes to the block layer", ProcessMetric.WRITE_BYTES);

    private final String unit;
    private final int group;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<ProcessMetric> inputs;

    private final boolean rate;

    /** @param group a bit of {@link ReadNow}, 0 for what is read at every sample */
    Metric(String unit, int group, String description, ProcessMetric... inputs) {
        this.unit = unit;
        this.group = group;
        this.description = description;
        this.inputs = List.of(inputs);
        rate = inputs[0].kind() == ProcessMetric.Kind.COUNTER;
    }

    /** {@code closed-sockets} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Metric> of(String word) {
        return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
    }

    public String unit() {
        return unit;
    }

    public String description() {
        return description;
    }

    public boolean isRate() {
        return rate;
    }

    /** Those to be added up, in a fixed order. */
    public List<ProcessMetric> inputs() {
        return inputs;
    }

    /** Recorded as one figure by who does not know its parts, as {@code ps} does. */
    public Optional<ProcessMetric> whole() {
        return switch (this) {
            case RSS -> Optional.of(ProcessMetric.RSS);
            case CPU -> Optional.of(ProcessMetric.CPU);
            default -> Optional.empty();
        };
    }

    /** All that must be read from a recording, {@link ProcessMetric#READ_NOW} included. */
    public Set<ProcessMetric> columns() {
        Set<ProcessMetric> all = EnumSet.copyOf(inputs);
        whole().ifPresent(all::add);
        all.add(ProcessMetric.READ_NOW);
        return all;
    }

    /**
     * The level, or the counter behind a rate.
     *
     * @param columns of {@link #inputs()}
     * @param whole column of {@link #whole()}, empty when there is none: holds where a part is unknown
     * @return {@link ProcessMetric#UNKNOWN} where neither is known
     */
    public static long raw(long[][] columns, long[] whole, int index) {
        long sum = 0;
        for (long[] column : columns) {
            long value = column[index];
            if (value == ProcessMetric.UNKNOWN) {
                return whole.length == 0 ? ProcessMetric.UNKNOWN : whole[index];
            }
            sum += value;
        }
        return sum;
    }

    /** @param flags of {@link ProcessMetric#READ_NOW}; unknown where nobody recorded them: then all was read each time */
    public boolean wasRead(long flags) {
        return group == 0 || flags == ProcessMetric.UNKNOWN || (flags & group) != 0;
    }

    /**
     * From two readings of one process.
     *
     * @return NaN when the clock stood still or the counter fell: whatever made it fall, the difference means nothing
     */
    public double rate(long earlier, long later, long millis) {
        if (millis <= 0 || later < earlier || earlier == ProcessMetric.UNKNOWN) {
            return Double.NaN;
        }
        return (later - earlier) * Unit.perSecond(unit) * 1000.0 / millis;
    }
}
