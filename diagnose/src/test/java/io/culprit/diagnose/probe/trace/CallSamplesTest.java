package io.culprit.diagnose.probe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.diagnose.probe.trace.CallSamples.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Samples laid out as perf_event_open(2) and the format files of Linux 6.18 say. */
class CallSamplesTest {
    private static final int EXIT = 442;
    private static final int ENTER = 443;
    private static final int RECVFROM = 45;

    private static final CallNames NAMES = new CallNames() {
        @Override
        public String name(int number) {
            return "call " + number;
        }

        @Override
        public boolean takesDescriptor(int number) {
            return number == RECVFROM;
        }
    };

    private final CallTable table = new CallTable();
    private final CallSamples samples =
            new CallSamples(new Layout(EXIT, ENTER, 8, 16, 16), new int[] {7}, table, NAMES);

    private static ByteBuffer head(int pid, int tid, long time, int rawBytes, int event, long number) {
        return ByteBuffer.allocate(160)
                .order(ByteOrder.nativeOrder())
                .putInt(pid)
                .putInt(tid)
                .putLong(time)
                .putInt(rawBytes)
                .putLong(event)
                .putLong(number);
    }

    private void enter(int tid, long time, long number, long first) {
        take(head(7, tid, time, 68, ENTER, number).putLong(first).position(88));
    }

    private void exit(int tid, long time, long number, long result, long abi, long first) {
        take(head(7, tid, time, 28, EXIT, number)
                .putLong(result)
                .putInt(0)
                .putLong(abi)
                .putLong(first));
    }

    private void take(ByteBuffer b) {
        byte[] bytes = new byte[b.position()];
        b.get(0, bytes);
        samples.sample(0, bytes, 0, bytes.length);
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        table.forEach((p, number, fd, errno, count, timed, nanos, longest) ->
                rows.add(number + " " + fd + " " + errno + ": " + count + ", " + timed + " in " + nanos));
        return rows;
    }

    @Test
    void anExitAloneTellsNumberErrnoAndDescriptor() {
        exit(8, 100, RECVFROM, -11, 2, 11);
        exit(8, 200, RECVFROM, 512, 2, 11);
        assertThat(rows()).containsExactlyInAnyOrder("45 11 11: 1, 0 in 0", "45 11 0: 1, 0 in 0");
        assertThat(samples.exits()).isEqualTo(2);
    }

    @Test
    void aLargeUnsignedResultIsNoError() {
        exit(8, 100, 9, 0x7f0000000000L, 2, 0);
        exit(8, 200, 9, -4096, 2, 0);
        assertThat(rows()).containsExactly("9 " + CallTable.NO_FD + " 0: 2, 0 in 0");
    }

    @Test
    void anEntryTimesTheExitThatFollows() {
        enter(8, 100, RECVFROM, 11);
        exit(9, 150, RECVFROM, -11, 2, 11);
        exit(8, 400, RECVFROM, -11, 2, 11);
        exit(8, 500, RECVFROM, -11, 2, 11);
        assertThat(rows()).containsExactly("45 11 11: 3, 1 in 300");
    }

    @Test
    void withoutRegistersTheEntryTellsTheDescriptor() {
        enter(8, 100, RECVFROM, 11);
        exit(8, 400, RECVFROM, -11, 0, 0);
        assertThat(rows()).containsExactly("45 11 11: 1, 1 in 300");
    }

    @Test
    void anEntryThatComesBehindItsExitTimesNothing() {
        exit(8, 400, RECVFROM, -11, 2, 11);
        enter(8, 100, RECVFROM, 11);
        exit(8, 9_000_000, RECVFROM, -11, 2, 11);
        assertThat(rows()).containsExactly("45 11 11: 2, 0 in 0");
    }

    @Test
    void afterALossNoEntryIsBelieved() {
        enter(8, 100, RECVFROM, 11);
        samples.lost();
        exit(8, 9_000_000, RECVFROM, -11, 2, 11);
        assertThat(rows()).containsExactly("45 11 11: 1, 0 in 0");
    }

    @Test
    void callsOf32BitProgramsAreNotNamedByTheNumbersOf64() {
        exit(8, 100, RECVFROM, -11, 1, 11);
        assertThat(rows()).containsExactly(CallTable.OTHER_NUMBER + " " + CallTable.NO_FD + " 11: 1, 0 in 0");
    }

    @Test
    void childrenThatInheritedTheEventsAreNotTargets() {
        take(head(99, 99, 100, 28, EXIT, RECVFROM)
                .putLong(-11)
                .putInt(0)
                .putLong(2)
                .putLong(11));
        assertThat(rows()).isEmpty();
    }

    @Test
    void anyBytesAtAllAreCountedOrPassedOver() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] b = new byte[random.nextInt(120)];
            random.nextBytes(b);
            if (b.length > 24) {
                ByteBuffer.wrap(b)
                        .order(ByteOrder.nativeOrder())
                        .putInt(0, 7)
                        .putInt(16, random.nextInt(100))
                        .putShort(20, (short) (EXIT + random.nextInt(2)));
            }
            samples.sample(random.nextInt(), b, 0, b.length);
        }
        assertThat(samples.exits()).isPositive();
    }
}
