package io.culprit.model.recording;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is recorded of a process at each sample, as raw as the kernel gives it.
 *
 * <p>A number that was once given to a metric on disk is never given to another.
 */
public enum ProcessMetric {
    /** Counter, microseconds of all threads, dead ones included. */
    CPU_USER(1, Kind.COUNTER),
    CPU_SYSTEM(2, Kind.COUNTER),
    /** Bytes. RSS is the sum of these three (proc_pid_status(5): RssAnon, RssFile, RssShmem). */
    RSS_ANON(3, Kind.GAUGE),
    RSS_FILE(4, Kind.GAUGE),
    RSS_SHMEM(5, Kind.GAUGE),
    /** Bytes of private writable mappings, touched or not (VmData). */
    VM_DATA(6, Kind.GAUGE),
    SWAP(7, Kind.GAUGE),
    THREADS(8, Kind.GAUGE),
    /** Open file descriptors. */
    FDS(9, Kind.GAUGE),
    /** Descriptors that are sockets, of any family. */
    SOCKETS(10, Kind.GAUGE),
    MINOR_FAULTS(11, Kind.COUNTER),
    MAJOR_FAULTS(12, Kind.COUNTER),
    VOLUNTARY_SWITCHES(13, Kind.COUNTER),
    INVOLUNTARY_SWITCHES(14, Kind.COUNTER),
    /** Bytes from and to the block layer (proc_pid_io(5): read_bytes, write_bytes). */
    READ_BYTES(15, Kind.COUNTER),
    WRITE_BYTES(16, Kind.COUNTER),
    /** TCP sockets in no connection: created and never connected, or reset and never closed. */
    SOCKETS_CLOSED(17, Kind.GAUGE),
    /** TCP sockets whose peer has closed and the process has not. */
    SOCKETS_CLOSE_WAIT(18, Kind.GAUGE),
    SOCKETS_UNIX(19, Kind.GAUGE),
    /** What was read anew at this sample, bits of {@link ReadNow}; the other values are those of the last reading. */
    READ_NOW(20, Kind.FLAGS),
    /**
     * Bytes of all kinds together, where whoever read it knows the sum alone ({@code ps}): then the three kinds are unknown. The
     * recorder itself never sets it.
     */
    RSS(21, Kind.GAUGE),
    /** Counter, microseconds, user and system together, where the sum alone is known; as with {@link #RSS}. */
    CPU(22, Kind.COUNTER);

    /** How a metric behaves over time. */
    public enum Kind {
        /** Never falls while the process lives; its differences mean something. */
        COUNTER,
        /** A level. */
        GAUGE,
        FLAGS
    }

    /** In a column of values: not permitted, or not known to this kernel. Never shown to anybody. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private final int number;
    private final Kind kind;

    ProcessMetric(int number, Kind kind) {
        this.number = number;
        this.kind = kind;
    }

    /** Stands for it on disk. */
    public int number() {
        return number;
    }

    public Kind kind() {
        return kind;
    }

    /** @return empty for the number of a metric that a newer version records */
    public static Optional<ProcessMetric> of(int number) {
        return Arrays.stream(values()).filter(m -> m.number == number).findFirst();
    }
}
