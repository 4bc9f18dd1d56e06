package io.culprit.diagnose.probe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.Processes;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.SyscallTrace.SyscallCount;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On real processes; where tracepoints may not be used, the refusal must say what would help. */
class PerfCallCounterTest {
    private static final int CALLS = 200_000;

    /** Of read and write, which x86_64 numbers 0 and 1 and arm64 63 and 64. */
    private static final CallNames NAMES = new CallNames() {
        private final boolean arm = System.getProperty("os.arch", "").equals("aarch64");

        @Override
        public String name(int number) {
            return number == (arm ? 63 : 0) ? "read" : number == (arm ? 64 : 1) ? "write" : "call " + number;
        }

        @Override
        public boolean takesDescriptor(int number) {
            return name(number).equals("read") || name(number).equals("write");
        }
    };

    private static ProcessId id(Process p) {
        try (Processes processes = new Processes()) {
            return new ProcessId(
                    "boot",
                    (int) p.pid(),
                    processes.stat((int) p.pid()).asOptional().orElseThrow().startTicks());
        }
    }

    private static void saysWhatHelps(Optional<String> refusal) {
        assertThat(refusal.orElseThrow()).containsAnyOf("tracefs", "CAP_PERFMON");
    }

    private static long count(List<SyscallCount> counts, String name, int fd) {
        return counts.stream()
                .filter(c -> c.name().equals(name) && c.fd().equals(Optional.of(fd)) && !c.failed())
                .mapToLong(SyscallCount::count)
                .sum();
    }

    @Test
    void eachCallOfAKnownNumberIsCountedOrKnownToBeLost() throws Exception {
        Process dd = new ProcessBuilder(
                        "/bin/sh", "-c", "read go; exec dd if=/dev/zero of=/dev/null bs=1 count=" + CALLS)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessId id = id(dd);
        try (PerfCallCounter counter = new PerfCallCounter(NAMES)) {
            Optional<String> refusal = counter.open(List.of(id));
            if (refusal.isPresent()) {
                saysWhatHelps(refusal);
                return;
            }
            Thread counting = Thread.currentThread();
            Thread go = Thread.ofPlatform().start(() -> goAndWait(dd, counting));
            long attached = counter.burst(Duration.ofSeconds(60));
            // It was interrupted when all was written, however long that took.
            assertThat(Thread.interrupted() && !dd.isAlive()).isTrue();
            go.join();
            assertThat(attached).isPositive();
            List<SyscallCount> counts = counter.counts();
            assertThat(counts).allMatch(c -> c.process().equals(id));
            assertThat(count(counts, "write", 1)).isBetween(CALLS - counter.lost(), (long) CALLS);
            assertThat(counts).anyMatch(c -> c.timed() > 0 && c.meanNanos().isKnown() && c.maxNanos() > 0);
        } finally {
            dd.destroyForcibly().waitFor();
        }
    }

    private static void goAndWait(Process dd, Thread counting) {
        try {
            Thread.sleep(300);
            dd.getOutputStream().write("go\n".getBytes(StandardCharsets.US_ASCII));
            dd.getOutputStream().flush();
            dd.waitFor();
        } catch (IOException | InterruptedException e) {
            dd.destroyForcibly();
        }
        counting.interrupt();
    }

    @Test
    void betweenBurstsNothingIsAttached() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        PerfCallCounter counter = new PerfCallCounter(NAMES);
        try {
            counter.open(List.of(id(sleeper)));
            assertThat(perfEvents()).isZero();
            counter.burst(Duration.ofMillis(30));
            assertThat(perfEvents()).isZero();
        } finally {
            counter.close();
            counter.close();
            sleeper.destroyForcibly().waitFor();
        }
        assertThat(counter.burst(Duration.ofMillis(30))).isZero();
    }

    @Test
    void aProcessThatIsGoneIsARefusal() throws Exception {
        Process gone = new ProcessBuilder("sleep", "60").start();
        ProcessId id = id(gone);
        gone.destroyForcibly().waitFor();
        try (PerfCallCounter counter = new PerfCallCounter(NAMES)) {
            assertThat(counter.open(List.of(id))).isPresent();
            assertThat(counter.burst(Duration.ofMillis(10))).isZero();
            assertThat(counter.counts()).isEmpty();
        }
    }

    private static int perfEvents() throws IOException {
        int found = 0;
        File[] fds = new File("/proc/self/fd").listFiles();
        for (File fd : fds == null ? new File[0] : fds) {
            found += fd.getCanonicalPath().contains("perf_event") ? 1 : 0;
        }
        return found;
    }
}
