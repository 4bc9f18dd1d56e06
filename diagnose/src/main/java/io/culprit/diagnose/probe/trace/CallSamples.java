package io.culprit.diagnose.probe.trace;

import io.culprit.kernel.perf.PerfAttr;
import io.culprit.kernel.perf.SampleSink;
import io.culprit.kernel.perf.Tracepoint;
import io.culprit.kernel.perf.Tracepoint.Field;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Reads the samples of raw_syscalls:sys_enter and sys_exit, by the places that the kernel says their fields have. */
final class CallSamples implements SampleSink {
    /** Of an exit: who, when, the raw fields, and the register with the first argument, where it still has it. */
    static final long EXIT_FIELDS =
            PerfAttr.SAMPLE_TID | PerfAttr.SAMPLE_TIME | PerfAttr.SAMPLE_RAW | PerfAttr.SAMPLE_REGS_USER;

    static final long ENTER_FIELDS = PerfAttr.SAMPLE_TID | PerfAttr.SAMPLE_TIME | PerfAttr.SAMPLE_RAW;

    private static final int TID_OFFSET = 4;
    private static final int TIME_OFFSET = 8;
    private static final int RAW_SIZE_OFFSET = 16;
    private static final int RAW_OFFSET = 20;
    private static final int MAX_ERRNO = 4095;
    /** PERF_SAMPLE_REGS_ABI_32: the numbers of another table. */
    private static final long ABI_32 = 1;
    /** PERF_SAMPLE_REGS_ABI_64. */
    private static final long ABI_64 = 2;

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    /** Where the fields are that we read. */
    record Layout(int exitId, int enterId, int number, int result, int arguments) {
        static Optional<Layout> of(Tracepoint enter, Tracepoint exit) {
            Optional<Field> number = exit.field("id").filter(f -> f.size() == Long.BYTES);
            Optional<Field> result = exit.field("ret").filter(f -> f.size() == Long.BYTES);
            Optional<Field> entered = enter.field("id").filter(f -> f.size() == Long.BYTES);
            Optional<Field> arguments = enter.field("args").filter(f -> f.size() >= Long.BYTES);
            boolean known = number.isPresent() && result.isPresent() && arguments.isPresent() && number.equals(entered);
            return known
                    ? Optional.of(new Layout(
                            exit.id(),
                            enter.id(),
                            number.get().offset(),
                            result.get().offset(),
                            arguments.get().offset()))
                    : Optional.empty();
        }
    }

    private final Layout layout;
    private final int[] pids;
    private final CallTable table;
    private final boolean[] takesDescriptor;
    private final Entries entries = new Entries();
    private long exits;

    /** @param pids of the targets in ascending order; the table's process is the index there */
    CallSamples(Layout layout, int[] pids, CallTable table, CallNames names) {
        this.layout = layout;
        this.pids = pids.clone();
        this.table = table;
        takesDescriptor = new boolean[CallTable.OTHER_NUMBER];
        for (int i = 0; i < takesDescriptor.length; i++) {
            takesDescriptor[i] = names.takesDescriptor(i);
        }
    }

    long exits() {
        return exits;
    }

    @Override
    public void sample(int misc, byte[] b, int from, int to) {
        if (to - from < RAW_OFFSET + Long.BYTES) {
            return;
        }
        int rawBytes = (int) INT.get(b, from + RAW_SIZE_OFFSET);
        int raw = from + RAW_OFFSET;
        if (rawBytes < 0 || rawBytes > to - raw) {
            return;
        }
        // Children of a target inherit its events, and are none of the targets.
        int process = Arrays.binarySearch(pids, (int) INT.get(b, from));
        if (process < 0) {
            return;
        }
        int tid = (int) INT.get(b, from + TID_OFFSET);
        long time = (long) LONG.get(b, from + TIME_OFFSET);
        int event = Short.toUnsignedInt((short) SHORT.get(b, raw));
        if (event == layout.exitId() && rawBytes >= layout.result() + Long.BYTES) {
            exit(process, tid, time, b, raw, raw + rawBytes, to);
        } else if (event == layout.enterId() && rawBytes >= layout.arguments() + Long.BYTES) {
            int slot = entries.slot(tid);
            if (slot >= 0) {
                entries.enter(
                        slot,
                        (int) (long) LONG.get(b, raw + layout.number()),
                        (long) LONG.get(b, raw + layout.arguments()),
                        time);
            }
        }
    }

    @Override
    public void lost() {
        entries.forgetAll();
    }

    private void exit(int process, int tid, long time, byte[] b, int raw, int regs, int to) {
        exits++;
        int number = (int) (long) LONG.get(b, raw + layout.number());
        long result = (long) LONG.get(b, raw + layout.result());
        int errno = result < 0 && result >= -MAX_ERRNO ? (int) -result : 0;
        long abi = to - regs >= Long.BYTES ? (long) LONG.get(b, regs) : 0;
        int slot = entries.slot(tid);
        boolean entered = slot >= 0 && entries.matches(slot, number, time);
        int fd = CallTable.NO_FD;
        if (abi == ABI_32) {
            number = CallTable.OTHER_NUMBER;
        } else if (number >= 0 && number < takesDescriptor.length && takesDescriptor[number]) {
            if (abi == ABI_64 && to - regs >= 2 * Long.BYTES) {
                fd = (int) (long) LONG.get(b, regs + Long.BYTES);
            } else if (entered) {
                fd = (int) entries.firstArgument(slot);
            }
        }
        int row = table.count(process, number, fd, errno);
        if (entered && row >= 0) {
            table.time(row, time - entries.enteredAt(slot));
        }
        if (slot >= 0) {
            entries.exit(slot, time);
        }
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.nativeOrder());
    }
}
