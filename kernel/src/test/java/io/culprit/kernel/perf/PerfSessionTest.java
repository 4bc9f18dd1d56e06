package io.culprit.kernel.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.Read;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** On this very process, in user mode alone, which needs no right at perf_event_paranoid 2. */
class PerfSessionTest {
    private static final int[] SELF = {(int) ProcessHandle.current().pid()};
    private static final int FAST_HZ = 999;

    private static Read<PerfSession> open(long ringBytes) {
        return PerfSession.ofProcesses(List.of(PerfAttr.cpuClock(FAST_HZ, true)), SELF, ringBytes, 64 * ringBytes);
    }

    @Test
    void samplesGoOverTheEdgeOfTheRingWithoutBeingTorn() throws InterruptedException {
        if (!(open(4096) instanceof Read.Ok<PerfSession>(PerfSession session))) {
            assertThat(open(4096).why()).contains("perf_event_open");
            return;
        }
        long[] seen = new long[2];
        try (session) {
            busy(() -> {
                // Three times round the ring, at 24 bytes a sample.
                while (seen[0] < 3 * 4096 / 24) {
                    session.drain((misc, b, from, to) -> {
                        seen[0]++;
                        seen[1] += to - from == 16 && (misc & SampleSink.CPU_MODE) == SampleSink.MODE_USER ? 1 : 0;
                    });
                    Thread.onSpinWait();
                }
            });
        }
        assertThat(seen[1]).isEqualTo(seen[0]);
    }

    @Test
    void whatFindsNoRoomIsCountedAsLost() throws InterruptedException {
        if (!(open(4096) instanceof Read.Ok<PerfSession>(PerfSession session))) {
            assertThat(open(4096).why()).contains("perf_event_open");
            return;
        }
        try (session) {
            busy(() -> {
                // CPU time fills the rings, not time: each holds 170 samples.
                Duration enough = cpu().plusMillis(500 + 200L * Cpus.online().length);
                long patience = System.nanoTime() + 120_000_000_000L;
                while (cpu().compareTo(enough) < 0 && System.nanoTime() < patience) {
                    Thread.onSpinWait();
                }
                session.drain((misc, b, from, to) -> {});
                while (session.lost() == 0 && System.nanoTime() < patience) {
                    session.drain((misc, b, from, to) -> {});
                }
            });
            assertThat(session.lost()).isPositive();
        }
    }

    @Test
    void closingGivesAllDescriptorsBack() {
        int before = descriptors();
        Read<PerfSession> read = open(4096);
        read.asOptional().ifPresent(s -> assertThat(descriptors()).isGreaterThan(before));
        read.asOptional().ifPresent(PerfSession::close);
        read.asOptional().ifPresent(PerfSession::close);
        assertThat(descriptors()).isLessThanOrEqualTo(before + 3);
    }

    @Test
    void aProcessThatIsGoneIsRefusedAsGone() {
        Read<PerfSession> read = PerfSession.ofProcesses(
                List.of(PerfAttr.cpuClock(FAST_HZ, true)), new int[] {Integer.MAX_VALUE}, 4096, 1 << 20);
        assertThat(read.why()).contains("ESRCH");
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    /** Does something while another thread keeps a CPU busy. */
    private static void busy(Runnable work) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Thread spinner = Thread.ofPlatform().daemon().start(() -> {
            begun.countDown();
            while (!done.get()) {
                Thread.onSpinWait();
            }
        });
        begun.await();
        try {
            work.run();
        } finally {
            done.set(true);
            spinner.join();
        }
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
