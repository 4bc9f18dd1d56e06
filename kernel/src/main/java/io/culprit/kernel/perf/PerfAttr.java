package io.culprit.kernel.perf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What to count and what to write down each time: {@code struct perf_event_attr} of include/uapi/linux/perf_event.h.
 *
 * @param config the software event, or the tracepoint's id
 * @param rate events between two samples, or samples a second when {@code frequency}
 * @param sampleType {@code PERF_SAMPLE_*}, the fields of each sample
 * @param userRegisters mask of the user registers in each sample; 0 for none
 * @param excludeKernel leave out what happens in the kernel, which needs no right beyond that to trace the process.
 *     A tracepoint so restricted opens and never fires.
 */
public record PerfAttr(
        int type,
        long config,
        long rate,
        boolean frequency,
        long sampleType,
        long userRegisters,
        boolean excludeKernel) {

    public static final int TYPE_SOFTWARE = 1;
    public static final int TYPE_TRACEPOINT = 2;
    public static final long CPU_CLOCK = 0;

    public static final long SAMPLE_IP = 1;
    public static final long SAMPLE_TID = 1 << 1;
    public static final long SAMPLE_TIME = 1 << 2;
    public static final long SAMPLE_RAW = 1 << 10;
    public static final long SAMPLE_REGS_USER = 1 << 12;

    /** PERF_ATTR_SIZE_VER5 (Linux 4.8): the oldest that has all we set; newer kernels take it as well. */
    static final int BYTES = 112;

    private static final long DISABLED = 1;
    private static final long INHERIT = 1 << 1;
    private static final long EXCLUDE_KERNEL = 1 << 5;
    private static final long EXCLUDE_HYPERVISOR = 1 << 6;
    private static final long EXCLUDE_IDLE = 1 << 7;
    private static final long FREQUENCY = 1 << 10;

    public static PerfAttr cpuClock(int frequencyHz, boolean excludeKernel) {
        return new PerfAttr(TYPE_SOFTWARE, CPU_CLOCK, frequencyHz, true, SAMPLE_IP | SAMPLE_TID, 0, excludeKernel);
    }

    public static PerfAttr tracepoint(int id, long period, long sampleType, long userRegisters) {
        return new PerfAttr(TYPE_TRACEPOINT, id, period, false, sampleType, userRegisters, false);
    }

    /** Born disabled: a sample before the ring is there would be dropped without being counted as lost. */
    byte[] encode(boolean inherit) {
        long flags = DISABLED
                | EXCLUDE_HYPERVISOR
                | EXCLUDE_IDLE
                | (inherit ? INHERIT : 0)
                | (excludeKernel ? EXCLUDE_KERNEL : 0)
                | (frequency ? FREQUENCY : 0);
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, type)
                .putInt(4, BYTES)
                .putLong(8, config)
                .putLong(16, rate)
                .putLong(24, sampleType)
                .putLong(40, flags)
                .putLong(80, userRegisters)
                .array();
    }
}
